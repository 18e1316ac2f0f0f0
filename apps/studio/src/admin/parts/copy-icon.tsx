import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { Icon } from './icon.js';

interface CopyIconProps {
  /** What is copied, such as `the token`. */
  readonly label: string;
  readonly value: string;
}

export function CopyIcon({ label, value }: CopyIconProps) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${label}`} withArrow openDelay={300}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'teal' : 'gray'}
            aria-label={copied ? `Copied ${label}` : `Copy ${label}`}
            onClick={copy}
          >
            <Icon name={copied ? 'check' : 'copy'} />
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

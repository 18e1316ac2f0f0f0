import { ActionIcon, Tooltip } from '@mantine/core';
import { useCopy } from '../../session/use-copy.js';
import { Icon } from './icon.js';

interface CopyIconProps {
  /** What is copied, such as `the token`. */
  readonly label: string;
  readonly value: string;
}

export function CopyIcon({ label, value }: CopyIconProps) {
  const { copied, copy } = useCopy(value);
  return (
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
  );
}

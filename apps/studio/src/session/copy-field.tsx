import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { Icon } from '../appearance/icon.js';
import { useCopy } from './use-copy.js';

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  readonly testId?: string;
}

/** A text to take along. */
export function CopyField({ label, value, testId }: CopyFieldProps) {
  const { copied, copy } = useCopy(value, label.toLowerCase());
  return (
    <TextInput
      label={label}
      value={value}
      readOnly
      data-testid={testId}
      onFocus={(event) => event.currentTarget.select()}
      rightSection={
        <Tooltip label={copied ? 'Copied' : 'Copy'} withArrow>
          <ActionIcon
            variant="subtle"
            color={copied ? 'teal' : 'gray'}
            onClick={copy}
            aria-label={`Copy ${label.toLowerCase()}`}
          >
            <Icon name={copied ? 'check' : 'copy'} />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}

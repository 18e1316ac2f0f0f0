import { ActionIcon, PasswordInput, SegmentedControl, Select, Stack, Tooltip } from '@mantine/core';
import { useId } from 'react';
import type { ValueFault } from '../api/api-error.js';
import { Icon } from '../parts/icon.js';
import { watchWord } from '../parts/words.js';
import classes from './access-fields.module.css';
import { type EndpointDraft, faultAt, makeToken } from './endpoint-draft.js';

interface AccessFieldsProps {
  readonly draft: EndpointDraft;
  readonly faults: readonly ValueFault[];
  readonly isNew: boolean;
  readonly onDraft: (draft: EndpointDraft) => void;
}

const PUBLISH = [
  { value: 'token', label: 'Who has the token' },
  { value: 'public', label: 'Everybody' },
] as const;

const WATCH = (['publisher', 'public', 'token'] as const).map((value) => ({
  value,
  label: watchWord(value),
}));

/** Who may publish and who may watch. */
export function AccessFields({ draft, faults, isNew, onDraft }: AccessFieldsProps) {
  const change = (part: Partial<EndpointDraft>) => onDraft({ ...draft, ...part });
  const publishLabel = useId();
  return (
    <Stack gap="md">
      <div>
        <span id={publishLabel} className={classes.label}>
          Who may publish
        </span>
        <SegmentedControl
          aria-labelledby={publishLabel}
          fullWidth
          data={[...PUBLISH]}
          value={draft.publish}
          onChange={(publish) => change({ publish })}
        />
      </div>
      {draft.publish === 'token' && (
        <TokenField
          label="Publish token"
          description={isNew ? 'Leave it empty: the server makes one.' : 'Also allows watching.'}
          testId="endpoint-token"
          value={draft.token}
          error={faultAt(faults, ['token'])}
          onValue={(token) => change({ token })}
        />
      )}
      <Select
        label="Who may watch"
        data={WATCH}
        allowDeselect={false}
        data-testid="endpoint-watch"
        value={draft.watch}
        error={faultAt(faults, ['watch'])}
        onChange={(watch) => change({ watch: watch as EndpointDraft['watch'] })}
      />
      {draft.watch === 'token' && (
        <TokenField
          label="Watch token"
          description="It does not allow publishing."
          testId="endpoint-watch-token"
          value={draft.watchToken}
          error={faultAt(faults, ['watch', 'token'])}
          onValue={(watchToken) => change({ watchToken })}
        />
      )}
    </Stack>
  );
}

interface TokenFieldProps {
  readonly label: string;
  readonly description: string;
  readonly testId: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onValue: (value: string) => void;
}

function TokenField({ label, description, testId, value, error, onValue }: TokenFieldProps) {
  return (
    <div className={classes.token}>
      <PasswordInput
        label={label}
        description={description}
        data-testid={testId}
        autoComplete="off"
        flex={1}
        value={value}
        error={error}
        onChange={({ currentTarget }) => onValue(currentTarget.value.trim())}
      />
      <Tooltip label="Make one" withArrow>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={`Make a new ${label.toLowerCase()}`}
          onClick={() => onValue(makeToken())}
        >
          <Icon name="dice" />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

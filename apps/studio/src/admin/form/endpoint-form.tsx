import { Button, Divider, Group, Stack, Text, TextInput } from '@mantine/core';
import {
  type FormEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { TaggedEndpoint } from '../api/admin-api.js';
import type { Backend, Endpoint } from '../api/wire.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { AccessFields } from './access-fields.js';
import { ConflictPanel } from './conflict-panel.js';
import { draftFaults, draftOf, faultAt } from './endpoint-draft.js';
import { InterruptionDialog } from './interruption-dialog.js';
import { SettingControl } from './setting-control.js';
import { type SettingField, settingFields } from './setting-fields.js';
import { StrayFaults } from './stray-faults.js';
import { useEndpointForm } from './use-endpoint-form.js';
import { useInterruption } from './use-interruption.js';

interface EndpointFormProps {
  readonly backend: Backend;
  readonly current: TaggedEndpoint | undefined;
  readonly onCancel: () => void;
  readonly onDone: (endpoint: Endpoint) => void;
}

/** Id, access, and the options that the backend itself describes. */
export function EndpointForm({ backend, current, onCancel, onDone }: EndpointFormProps) {
  const form = useEndpointForm({ backend, current, onDone });
  const { draft, faults, change } = form;
  const fields = useMemo(() => settingFields(backend.endpointSchema), [backend.endpointSchema]);
  const element = useRef<HTMLFormElement>(null);
  // The dialog opened before the form was there.
  useEffect(() => element.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  useEffect(() => {
    if (form.refusals > 0)
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form.refusals]);
  return (
    <GuardedForm element={element} form={form} backend={backend}>
      <Stack gap="lg">
        {form.error !== undefined && <ApiErrorPanel error={form.error} />}
        {form.conflict && (
          <ConflictPanel
            mine={draft}
            theirs={draftOf(form.conflict.endpoint, backend.kind)}
            onMine={form.keepMine}
            onTheirs={form.takeTheirs}
          />
        )}
        <StrayFaults faults={faults} kind={backend.kind} fields={fields} />
        {!current && (
          <TextInput
            label="Id"
            description="The last part of its URL. It cannot be changed later."
            data-autofocus
            data-testid="endpoint-id"
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={draft.id}
            onFocus={({ currentTarget }) => currentTarget.select()}
            error={faultAt(faults, ['id'])}
            onChange={({ currentTarget }) => change({ ...draft, id: currentTarget.value.trim() })}
          />
        )}
        <AccessFields draft={draft} faults={faults} isNew={!current} onDraft={change} />
        <BackendFields form={form} backend={backend} fields={fields} />
        <FormButtons isNew={!current} form={form} onCancel={onCancel} />
      </Stack>
    </GuardedForm>
  );
}

interface GuardedFormProps {
  readonly element: RefObject<HTMLFormElement | null>;
  readonly form: Form;
  readonly backend: Backend;
  readonly children: ReactNode;
}

/** Asks before it saves what disconnects somebody. */
function GuardedForm({ element, form, backend, children }: GuardedFormProps) {
  const [asking, setAsking] = useState(false);
  const who = useInterruption(form, backend);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (who && draftFaults(form.draft, backend).length === 0) setAsking(true);
    else void form.save();
  };
  return (
    <form ref={element} onSubmit={submit} noValidate data-testid="endpoint-form">
      {children}
      <InterruptionDialog
        who={who}
        opened={asking}
        onClose={() => setAsking(false)}
        onSave={() => void form.save()}
      />
    </form>
  );
}

type Form = ReturnType<typeof useEndpointForm>;

interface BackendFieldsProps {
  readonly form: Form;
  readonly backend: Backend;
  readonly fields: readonly SettingField[];
}

function BackendFields({ form, backend, fields }: BackendFieldsProps) {
  if (fields.length === 0) return null;
  const inside = form.faults
    .filter(({ path }) => path[0] === backend.kind)
    .map(({ path, message }) => ({ path: path.slice(1), message }));
  return (
    <>
      <Divider label={`Options of the backend ${backend.kind}`} labelPosition="left" />
      <Text size="sm" c="dimmed" mt={-8}>
        All of them can stay empty; what is shown in grey is then taken.
      </Text>
      {fields.map((field) => (
        <SettingControl
          key={field.label}
          field={field}
          settings={form.draft.settings}
          faults={inside}
          onSettings={(settings) => form.change({ ...form.draft, settings })}
        />
      ))}
    </>
  );
}

interface FormButtonsProps {
  readonly isNew: boolean;
  readonly form: Form;
  readonly onCancel: () => void;
}

function FormButtons({ isNew, form, onCancel }: FormButtonsProps) {
  return (
    <Group justify="flex-end" mt="sm">
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button
        type="submit"
        data-testid="endpoint-save"
        loading={form.saving}
        disabled={form.conflict !== undefined}
      >
        {isNew ? 'Create endpoint' : 'Save changes'}
      </Button>
    </Group>
  );
}

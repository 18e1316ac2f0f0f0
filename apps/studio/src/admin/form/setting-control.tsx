import {
  Fieldset,
  JsonInput,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { ValueFault } from '../api/api-error.js';
import { faultAt } from './endpoint-draft.js';
import type { SettingField } from './setting-fields.js';
import { numberOrText, type Settings, settingAt, withSetting } from './setting-values.js';

interface SettingControlProps {
  readonly field: SettingField;
  readonly settings: Settings;
  /** Of the block: paths begin inside it. */
  readonly faults: readonly ValueFault[];
  readonly onSettings: (settings: Settings) => void;
}

type Of<Kind extends SettingField['kind']> = Extract<SettingField, { kind: Kind }>;

interface ControlProps<Kind extends SettingField['kind']> {
  readonly field: Of<Kind>;
  readonly value: unknown;
  readonly onValue: (value: unknown) => void;
  readonly shared: {
    readonly label: string;
    readonly description: string;
    readonly error: string | undefined;
    readonly required: boolean;
    readonly 'data-testid': string;
  };
}

/** The control for one setting, with the server's own words about it. */
export function SettingControl({ field, settings, faults, onSettings }: SettingControlProps) {
  if (field.kind === 'group')
    return (
      <Fieldset legend={field.label} radius="md">
        <Stack gap="md">
          {field.fields.map((one) => (
            <SettingControl
              key={one.label}
              field={one}
              settings={settings}
              faults={faults}
              onSettings={onSettings}
            />
          ))}
        </Stack>
      </Fieldset>
    );
  const shared = {
    label: field.label,
    description: field.description,
    error: faultAt(faults, field.path),
    required: field.required,
    'data-testid': `setting-${field.path.join('.')}`,
  };
  const value = settingAt(settings, field.path);
  const onValue = (next: unknown) => onSettings(withSetting(settings, field.path, next));
  return <Control field={field} value={value} onValue={onValue} shared={shared} />;
}

function Control(props: ControlProps<SettingField['kind']>) {
  const { field } = props;
  switch (field.kind) {
    case 'text':
      return <TextControl {...props} field={field} />;
    case 'number':
      return <NumberControl {...props} field={field} />;
    case 'number-or-text':
      return <EitherControl {...props} field={field} />;
    case 'switch':
      return <SwitchControl {...props} field={field} />;
    case 'choice':
      return <ChoiceControl {...props} field={field} />;
    case 'choices':
      return <ChoicesControl {...props} field={field} />;
    case 'list':
      return <ListControl {...props} field={field} />;
    default:
      return <JsonControl {...props} field={field as Of<'json'>} />;
  }
}

/** What a control shows while nothing is set. */
function placeholder({ fallback }: SettingField): string {
  return fallback === undefined ? 'Not set' : String(fallback);
}

function TextControl({ field, value, onValue, shared }: ControlProps<'text'>) {
  const Input = field.secret ? PasswordInput : TextInput;
  return (
    <Input
      {...shared}
      autoComplete="off"
      placeholder={placeholder(field)}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) => onValue(currentTarget.value)}
    />
  );
}

function NumberControl({ field, value, onValue, shared }: ControlProps<'number'>) {
  return (
    <NumberInput
      {...shared}
      placeholder={placeholder(field)}
      // The check tells what is wrong; a value that jumps to a limit would not.
      clampBehavior="none"
      {...(field.minimum === undefined ? {} : { min: field.minimum })}
      {...(field.maximum === undefined ? {} : { max: field.maximum })}
      thousandSeparator=" "
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onValue(next === '' ? undefined : Number(next))}
    />
  );
}

function EitherControl({ field, value, onValue, shared }: ControlProps<'number-or-text'>) {
  return (
    <TextInput
      {...shared}
      autoComplete="off"
      placeholder={placeholder(field)}
      value={value === undefined ? '' : String(value)}
      onChange={({ currentTarget }) => onValue(numberOrText(currentTarget.value))}
    />
  );
}

const YES_OR_NO = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

function SwitchControl({ field, value, onValue, shared }: ControlProps<'switch'>) {
  return (
    <Select
      {...shared}
      clearable
      placeholder={field.fallback === undefined ? 'Not set' : field.fallback ? 'Yes' : 'No'}
      data={YES_OR_NO}
      value={typeof value === 'boolean' ? String(value) : null}
      onChange={(next) => onValue(next === null ? undefined : next === 'true')}
    />
  );
}

function ChoiceControl({ field, value, onValue, shared }: ControlProps<'choice'>) {
  return (
    <Select
      {...shared}
      clearable
      placeholder={placeholder(field)}
      data={[...field.options]}
      value={typeof value === 'string' ? value : null}
      onChange={(next) => onValue(next ?? undefined)}
    />
  );
}

function ChoicesControl({ field, value, onValue, shared }: ControlProps<'choices'>) {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <MultiSelect
      {...shared}
      clearable
      placeholder={chosen.length > 0 ? '' : placeholder(field)}
      data={[...field.options]}
      value={chosen}
      onChange={onValue}
    />
  );
}

function ListControl({ field, value, onValue, shared }: ControlProps<'list'>) {
  const entries = Array.isArray(value) ? value.map(String) : [];
  return (
    <TagsInput
      {...shared}
      clearable
      placeholder={entries.length > 0 ? '' : placeholder(field)}
      value={entries}
      onChange={onValue}
    />
  );
}

function JsonControl({ field, value, onValue, shared }: ControlProps<'json'>) {
  // What is typed stays as it is typed; printing the parsed value would move the cursor.
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const change = (next: string) => {
    setText(next);
    onValue(parsed(next));
  };
  return (
    <JsonInput
      {...shared}
      description={`${field.description} As JSON.`.trim()}
      autosize
      minRows={2}
      maxRows={10}
      placeholder={placeholder(field)}
      value={text}
      onChange={change}
    />
  );
}

/** A text that is no JSON yet stays what it is; the check then says so. */
function parsed(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

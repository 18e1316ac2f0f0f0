import { Alert, List } from '@mantine/core';
import type { ValueFault } from '../api/api-error.js';
import { Icon } from '../parts/icon.js';
import { straysOf } from './find-strays.js';
import type { SettingField } from './setting-fields.js';

interface StrayFaultsProps {
  readonly faults: readonly ValueFault[];
  readonly kind: string;
  readonly fields: readonly SettingField[];
}

/** Faults that no field of the form shows. */
export function StrayFaults({ faults, kind, fields }: StrayFaultsProps) {
  const strays = straysOf(faults, kind, fields);
  if (strays.length === 0) return null;
  return (
    <Alert role="alert" color="red" variant="light" radius="lg" icon={<Icon name="warning" />}>
      <List size="sm" listStyleType="none">
        {strays.map(({ path, message }) => (
          <List.Item key={path.join('.') + message}>
            {path.length > 0 && <strong>{path.join('.')}: </strong>}
            {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

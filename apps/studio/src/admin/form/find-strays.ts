import type { ValueFault } from '../api/api-error.js';
import type { SettingField } from './setting-fields.js';

const OWN_FIELDS = ['id', 'token', 'watch', 'watch.token'];

/** Those of the faults that are at no field of the form. */
export function straysOf(
  faults: readonly ValueFault[],
  kind: string,
  fields: readonly SettingField[],
): readonly ValueFault[] {
  const shown = new Set([...OWN_FIELDS, ...fieldPaths(fields).map((path) => `${kind}.${path}`)]);
  return faults.filter(({ path }) => !shown.has(path.join('.')));
}

function fieldPaths(fields: readonly SettingField[]): readonly string[] {
  return fields.flatMap((field) =>
    field.kind === 'group' ? fieldPaths(field.fields) : [field.path.join('.')],
  );
}

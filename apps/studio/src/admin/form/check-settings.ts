import { type OutputUnit, Validator } from '@cfworker/json-schema';
import type { ValueFault } from '../api/api-error.js';
import type { JsonSchema, SettingPath } from './setting-fields.js';
import { type Settings, settingAt } from './setting-values.js';

/** Everything that the schema finds wrong with a block of settings. */
export function checkSettings(schema: JsonSchema, settings: Settings): readonly ValueFault[] {
  const validator = new Validator(
    schema as ConstructorParameters<typeof Validator>[0],
    '2020-12',
    false,
  );
  const { errors } = validator.validate(settings);
  const faults = new Map<string, ValueFault>();
  for (const unit of errors.filter(isOwnFault)) {
    const path = pathOf(unit);
    const key = path.join('/');
    if (!faults.has(key)) faults.set(key, { path, message: faultText(unit, schema, path) });
  }
  return [...faults.values()];
}

/** Keywords that only repeat that something inside is wrong. */
const CONTAINERS = ['properties', 'items', 'additionalProperties', 'anyOf', 'oneOf', '$ref'];

function isOwnFault({ keyword, keywordLocation }: OutputUnit): boolean {
  if (keyword === 'anyOf' || keyword === 'oneOf') return true;
  // Inside of alternatives every one of them complains; that none fits is said once.
  return !CONTAINERS.includes(keyword) && !/\/(?:anyOf|oneOf)\//.test(keywordLocation);
}

function pathOf({ instanceLocation, keyword, error }: OutputUnit): SettingPath {
  const path = instanceLocation.replace(/^#/, '').split('/').filter(Boolean).map(unescaped);
  const missing = keyword === 'required' ? /"([^"]+)"/.exec(error)?.[1] : undefined;
  return missing === undefined ? path : [...path, missing];
}

function unescaped(part: string): string {
  return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
}

function faultText({ keyword, error }: OutputUnit, root: JsonSchema, path: SettingPath): string {
  const schema = schemaAt(root, path);
  switch (keyword) {
    case 'required':
      return 'This is needed.';
    case 'minimum':
    case 'exclusiveMinimum':
      return `At least ${limit(schema?.minimum ?? schema?.exclusiveMinimum)}.`;
    case 'maximum':
      return `At most ${limit(schema?.maximum)}.`;
    case 'pattern':
      return 'This text is not allowed here; see the description.';
    case 'format':
      return schema?.format === 'uri' ? 'A full URL is needed, https://…' : error;
    case 'type':
      return schema?.type === 'integer' ? 'A whole number is needed.' : error;
    case 'anyOf':
    case 'oneOf':
      return 'None of what can stand here; see the description.';
    default:
      return error;
  }
}

function limit(value: number | undefined): string {
  return value === undefined ? 'the limit' : value.toLocaleString('en');
}

function schemaAt(root: JsonSchema, path: SettingPath): JsonSchema | undefined {
  const at = settingAt(
    root,
    path.flatMap((key) => (/^\d+$/.test(key) ? ['items'] : ['properties', key])),
  );
  return at as JsonSchema | undefined;
}

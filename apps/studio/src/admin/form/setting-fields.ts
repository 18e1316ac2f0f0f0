/** What is used of a JSON Schema (draft 2020-12). */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly format?: string;
}

/** Place of a setting in its block, `['create', 'bitrate']`. */
export type SettingPath = readonly string[];

interface FieldBasis {
  readonly path: SettingPath;
  readonly label: string;
  readonly description: string;
  readonly required: boolean;
  /** What the server takes when the setting is left out. */
  readonly fallback: unknown;
}

/** One control of the form. */
export type SettingField = FieldBasis &
  (
    | { readonly kind: 'text'; readonly secret: boolean }
    | {
        readonly kind: 'number';
        readonly minimum: number | undefined;
        readonly maximum: number | undefined;
      }
    /** A number or a text, told apart by what is typed. */
    | { readonly kind: 'number-or-text' }
    | { readonly kind: 'switch' }
    | { readonly kind: 'choice'; readonly options: readonly string[] }
    | { readonly kind: 'choices'; readonly options: readonly string[] }
    | { readonly kind: 'list' }
    | { readonly kind: 'group'; readonly fields: readonly SettingField[] }
    /** Whatever has no control of its own is written as JSON. */
    | { readonly kind: 'json' }
  );

/** The controls for a block of settings, in the schema's order. */
export function settingFields(schema: JsonSchema, path: SettingPath = []): readonly SettingField[] {
  return Object.entries(schema.properties ?? {}).map(([key, child]) =>
    settingField(child, [...path, key], schema.required?.includes(key) ?? false),
  );
}

function settingField(schema: JsonSchema, path: SettingPath, required: boolean): SettingField {
  const basis: FieldBasis = {
    path,
    required,
    label: labelOf(path.at(-1) ?? ''),
    description: schema.description ?? '',
    fallback: schema.default,
  };
  return { ...basis, ...control(schema, path) } as SettingField;
}

type Control = Omit<SettingField, keyof FieldBasis> | { kind: 'json' };

function control(schema: JsonSchema, path: SettingPath): Control {
  const options = optionsOf(schema);
  if (options) return { kind: 'choice', options } as Control;
  if (schema.anyOf ?? schema.oneOf)
    return { kind: isNumberOrText(schema) ? 'number-or-text' : 'json' };
  switch (schema.type) {
    case 'string':
      return { kind: 'text', secret: isSecret(path) } as Control;
    case 'integer':
    case 'number':
      return { kind: 'number', minimum: minimumOf(schema), maximum: maximumOf(schema) } as Control;
    case 'boolean':
      return { kind: 'switch' };
    case 'array':
      return listControl(schema.items);
    case 'object':
      return schema.properties
        ? ({ kind: 'group', fields: settingFields(schema, path) } as Control)
        : { kind: 'json' };
    default:
      return { kind: 'json' };
  }
}

function listControl(items: JsonSchema | undefined): Control {
  const options = items && optionsOf(items);
  if (options) return { kind: 'choices', options } as Control;
  return { kind: items?.type === 'string' ? 'list' : 'json' };
}

/** The texts of a closed list; undefined when other values can be given. */
function optionsOf({ enum: values }: JsonSchema): readonly string[] | undefined {
  if (!values?.every((value) => typeof value === 'string')) return undefined;
  return values;
}

function isNumberOrText({ anyOf, oneOf }: JsonSchema): boolean {
  const types = (anyOf ?? oneOf ?? []).map(({ type }) => type);
  return types.every((type) => type === 'string' || type === 'integer' || type === 'number');
}

/** zod writes the largest safe integer where there is no limit. */
function maximumOf({ maximum }: JsonSchema): number | undefined {
  return maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
}

function minimumOf({ type, minimum, exclusiveMinimum }: JsonSchema): number | undefined {
  if (exclusiveMinimum !== undefined && type === 'integer') return exclusiveMinimum + 1;
  return minimum;
}

function isSecret(path: SettingPath): boolean {
  return /^(?:token|secret|pin|password|credential)$|Secret$|Token$/.test(path.at(-1) ?? '');
}

/** `maxBitrate` is read as `Max bitrate`. */
function labelOf(key: string): string {
  const words = key.replace(
    /([a-z0-9])([A-Z])/g,
    (_, end: string, start: string) => `${end} ${start.toLowerCase()}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
}

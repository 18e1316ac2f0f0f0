import { BACKENDS } from '../../src/backends.js';
import { EXIT_CODES } from '../../src/cli/exit-codes.js';
import { FLAGS } from '../../src/cli/flags.js';
import {
  alternatives,
  type JsonSchema,
  type SchemaKey,
  toJsonSchema,
  walkSchema,
} from '../../src/config/json-schema.js';
import { pathText } from '../../src/config/json-value.js';
import { configSchema } from '../../src/config/schema.js';

/** docs/configuration.md, whole. */
export function configurationDocument(): string {
  return `# Configuration

Printed from the schema in \`apps/server/src/config\` by its test; do not edit.

\`whipway.yaml\` in the working directory is read if it is there, or the file that \`--config\` names.
The environment overrides the file, flags override both. Everything is checked before anything
starts: all problems are reported at once, each with its place, and unknown keys are errors.
\`whipway-server --check-config\` only checks, and prints what takes effect, without secrets.
[examples/whipway.yaml](examples/whipway.yaml) is a file to start from; editors check it against
\`apps/server/schema/whipway.schema.json\` (in the package: \`@whipway/server/schema.json\`).

## Environment

\`WHIPWAY__\` and the keys, two underscores between them; upper or lower case does not matter, nor do
single underscores inside a key. Lists count from 0. A block or a list can be given as YAML.

\`\`\`sh
WHIPWAY__LISTEN__PORT=8080
WHIPWAY__LISTEN__PUBLIC_URL=https://media.example.com
WHIPWAY__ENDPOINTS__0__TOKEN=verysecret
WHIPWAY__MEDIA__ADDRESSES='[10.0.0.7]'
\`\`\`

Names with one underscore, such as \`WHIPWAY_REQUIRE\`, belong to the tests and are ignored.

## Flags

| flag | key |
|---|---|
${FLAGS.map(({ flag, path }) => `| \`${flag}\` | \`${pathText(path)}\` |`).join('\n')}

## Keys

Times are in milliseconds. File names are looked for beside the configuration file, or, from the
environment and from flags, in the working directory.

${table(keyRows((key) => backendOf(key) === undefined))}

${BACKENDS.map(backendSection).join('\n')}
## Exit codes

| code | meaning |
|---|---|
${Object.values(EXIT_CODES)
  .map(({ code, meaning }) => `| ${code} | ${meaning} |`)
  .join('\n')}
`;
}

function backendSection({ kind }: (typeof BACKENDS)[number]): string {
  return `### Backend ${kind}

${table(keyRows((key) => backendOf(key) === kind))}
`;
}

/** The kind of backend that a key is about; undefined for those of every backend. */
function backendOf({ path, kind }: SchemaKey): string | undefined {
  return kind ?? BACKENDS.find((adapter) => path.startsWith(`endpoints[0].${adapter.kind}`))?.kind;
}

function table(rows: readonly string[]): string {
  return ['| key | value | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function keyRows(wanted: (key: SchemaKey) => boolean): readonly string[] {
  const rows: string[] = [];
  walkSchema(toJsonSchema(configSchema(BACKENDS)), (key) => {
    if (wanted(key)) rows.push(keyRow(key));
  });
  return rows;
}

function keyRow({ path, schema, required }: SchemaKey): string {
  const cells = [
    `\`${path.replaceAll('[0]', '[]')}\``,
    valueText(schema),
    required ? 'needed' : defaultText(schema),
    schema.description ?? 'See the README of the backend’s package.',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultText({ default: value }: JsonSchema): string {
  const isBlock = typeof value === 'object' && value !== null && !Array.isArray(value);
  return value === undefined || isBlock ? '' : `\`${JSON.stringify(value)}\``;
}

function valueText(schema: JsonSchema): string {
  return [...new Set(alternatives(schema).map(oneValueText))].join(' or ');
}

function oneValueText(schema: JsonSchema): string {
  const choices = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  if (choices.length > 0) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (schema.items) return `list of ${valueText(schema.items)}`;
  return TYPE_WORDS[schema.type ?? '']?.(schema) ?? 'anything';
}

const TYPE_WORDS: Readonly<Record<string, (schema: JsonSchema) => string>> = {
  string: ({ format }) => (format ? (FORMAT_WORDS[format] ?? format) : 'text'),
  integer: range,
  number: range,
  boolean: () => '`true`, `false`',
  object: () => 'block',
};

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  uri: 'URL',
};

function range({
  exclusiveMinimum = 0,
  minimum = exclusiveMinimum + 1,
  maximum,
}: JsonSchema): string {
  const isOpen = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER;
  return isOpen ? `number from ${minimum}` : `number, ${minimum} to ${maximum}`;
}

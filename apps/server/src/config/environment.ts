import { parse } from 'yaml';
import { unknownKey } from './did-you-mean.js';
import { type JsonSchema, keysAt, schemasAt, typesAt } from './json-schema.js';
import type { Path } from './json-value.js';
import type { Override } from './layers.js';
import type { Problem } from './problem.js';

/** Two underscores: names with one, such as WHIPWAY_REQUIRE, belong to the tests. */
const PREFIX = 'WHIPWAY__';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says, `WHIPWAY__LISTEN__PORT=8080`, in the order it is to be applied. */
export function readEnvironment(
  environment: Environment,
  schema: JsonSchema,
): { readonly overrides: readonly Override[]; readonly problems: readonly Problem[] } {
  const overrides: Override[] = [];
  const problems: Problem[] = [];
  const names = Object.keys(environment).filter((name) => name.startsWith(PREFIX));
  names.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  for (const name of names) {
    const place = findPath(name.slice(PREFIX.length).split('__'), schema);
    if ('message' in place) problems.push({ source: name, path: '', message: place.message });
    else {
      const value = readValue(environment[name] ?? '', typesAt(schema, place.path));
      overrides.push({ source: name, path: place.path, value });
    }
  }
  return { overrides, problems };
}

/** `['LISTEN', 'PUBLIC_URL']` → `['listen', 'publicUrl']`. */
function findPath(
  parts: readonly string[],
  schema: JsonSchema,
): { readonly path: Path } | { readonly message: string } {
  let path: Path = [];
  for (const part of parts) {
    const key = /^\d{1,3}$/.test(part) ? Number(part) : findKey(part, keysAt(schema, path));
    const next = key === undefined ? [] : [...path, key];
    if (key === undefined || schemasAt(schema, next).length === 0) {
      return { message: unknownKey(part, keysAt(schema, path)) };
    }
    path = next;
  }
  return { path };
}

function findKey(part: string, keys: readonly string[]): string | undefined {
  const wanted = part.replaceAll('_', '').toLowerCase();
  return keys.find((key) => key.toLowerCase() === wanted);
}

/** As text where only text can stand, else as YAML: `8080`, `true`, `[10.0.0.1]`, `{ id: live }`. */
function readValue(text: string, types: readonly string[]): unknown {
  if (types.every((type) => type === 'string')) return text;
  const value = parseOrText(text);
  const isScalar = typeof value !== 'object' || value === null;
  return isScalar && types.includes('string') ? text : value;
}

function parseOrText(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return text;
  }
}

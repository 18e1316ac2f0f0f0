import { z } from 'zod';
import { type Path, pathText, valueAt } from './json-value.js';

/** What is used of a JSON Schema (draft 2020-12) that zod printed. */
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
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly title?: string;
  readonly format?: string;
}

/** The schema of what people write: keys with a default are optional. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
}

/** The schema itself, or each of the alternatives it consists of. */
export function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const branches = schema.anyOf ?? schema.oneOf;
  return branches ? branches.flatMap(alternatives) : [schema];
}

/** The schemas that can stand at a path; none when there is no such place. */
export function schemasAt(root: JsonSchema, path: Path): readonly JsonSchema[] {
  return path.reduce<readonly JsonSchema[]>(
    (schemas, key) =>
      schemas.flatMap(alternatives).flatMap((schema) => {
        const child = typeof key === 'number' ? schema.items : schema.properties?.[key];
        return child ? [child] : [];
      }),
    [root],
  );
}

/**
 * Names of the keys an object at this path can have. Of several blocks that `kind` tells apart only
 * those of the `kind` that stands in `raw` count.
 */
export function keysAt(root: JsonSchema, path: Path, raw?: unknown): readonly string[] {
  const branches = schemasAt(root, path).flatMap(alternatives);
  const kind = valueAt(raw, [...path, 'kind']);
  const named = branches.filter(({ properties }) => properties?.['kind']?.const === kind);
  const possible = kind === undefined || named.length === 0 ? branches : named;
  return [...new Set(possible.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

/** JSON types a value at this path can have, e.g. `['string', 'array']`. */
export function typesAt(root: JsonSchema, path: Path): readonly string[] {
  const types = schemasAt(root, path)
    .flatMap(alternatives)
    .flatMap(({ type }) => type ?? []);
  return [...new Set(types)];
}

/** A key of the configuration, met by {@link walkSchema}. */
export interface SchemaKey {
  /** `endpoints[0].token` */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** Inside one of several blocks that `kind` tells apart: which. */
  readonly kind: string | undefined;
}

/** Every key of the configuration, in order, with the alternatives' keys side by side. */
export function walkSchema(
  schema: JsonSchema,
  visit: (key: SchemaKey) => void,
  path: Path = [],
  outerKind?: string,
): void {
  for (const branch of alternatives(schema)) {
    const constant = branch.properties?.['kind']?.const;
    const kind = typeof constant === 'string' ? constant : outerKind;
    for (const [key, child] of Object.entries(branch.properties ?? {})) {
      const required = branch.required?.includes(key) ?? false;
      visit({ path: pathText([...path, key]), schema: child, required, kind });
      walkSchema(child, visit, [...path, key], kind);
    }
    if (branch.items) walkSchema(branch.items, visit, [...path, 0], kind);
  }
}

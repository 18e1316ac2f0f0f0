import { z } from 'zod';
import { type Path, pathText } from './json-value.js';

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

/** Names of the keys an object at this path can have. */
export function keysAt(root: JsonSchema, path: Path): readonly string[] {
  const keys = schemasAt(root, path)
    .flatMap(alternatives)
    .flatMap((schema) => Object.keys(schema.properties ?? {}));
  return [...new Set(keys)];
}

/** JSON types a value at this path can have, e.g. `['string', 'array']`. */
export function typesAt(root: JsonSchema, path: Path): readonly string[] {
  const types = schemasAt(root, path)
    .flatMap(alternatives)
    .flatMap(({ type }) => type ?? []);
  return [...new Set(types)];
}

/** Every key of the configuration, in order, with the alternatives' keys side by side. */
export function walkSchema(
  schema: JsonSchema,
  visit: (path: string, schema: JsonSchema, required: boolean) => void,
  path: Path = [],
): void {
  for (const branch of alternatives(schema)) {
    for (const [key, child] of Object.entries(branch.properties ?? {})) {
      const required = branch.required?.includes(key) ?? false;
      visit(pathText([...path, key]), child, required);
      walkSchema(child, visit, [...path, key]);
    }
    if (branch.items) walkSchema(branch.items, visit, [...path, 0]);
  }
}

import { z } from 'zod';

export type Json = Readonly<Record<string, unknown>>;

/** JSON Schemas for one document: those with a name stand once, in `components`. */
export class SchemaBook {
  readonly #named = new Map<string, unknown>();

  /** A schema, or a reference to it. @param io `input`: as it is sent, defaults optional */
  add(schema: z.ZodType, io: 'input' | 'output', name?: string): Json {
    const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io });
    const finish = (value: unknown) => rewrite(value, io === 'output');
    for (const [id, definition] of Object.entries($defs as Json))
      this.#named.set(id, finish(withoutId(definition)));
    if (name === undefined) return finish(rest) as Json;
    this.#named.set(name, finish(rest));
    return { $ref: `#/components/schemas/${name}` };
  }

  /** All with a name, in the order of their names. */
  components(): Json {
    const entries = [...this.#named].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries);
  }
}

/** zod repeats the name inside; `id` is no word of JSON Schema. */
function withoutId(definition: unknown): unknown {
  const { id: _, ...rest } = definition as Json;
  return rest;
}

/**
 * References into the document, and not into the schema they came from. What we answer may get more
 * fields one day, so it is open.
 */
function rewrite(value: unknown, open: boolean): unknown {
  if (Array.isArray(value)) return value.map((entry) => rewrite(entry, open));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, entry]) => !(open && key === 'additionalProperties' && entry === false))
    .map(([key, entry]) => [
      key,
      key === '$ref' && typeof entry === 'string'
        ? entry.replace('#/$defs/', '#/components/schemas/')
        : rewrite(entry, open),
    ]);
  return Object.fromEntries(entries);
}

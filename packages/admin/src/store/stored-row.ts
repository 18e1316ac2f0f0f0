import { z } from 'zod';
import type { StoredEndpoint } from './endpoint-store.js';
import type { Database } from './libsql.js';

const row = z.object({
  id: z.string(),
  input: z.string(),
  created_at: z.number(),
  updated_at: z.number(),
  revision: z.string(),
  instance: z.string(),
});

const LIST = 'SELECT id, input, created_at, updated_at, revision, instance FROM endpoints';
const ONE = `${LIST} WHERE id = ?`;

/** Every endpoint in the file. @throws as {@link toEndpoint} */
export function readEndpoints(database: Database): readonly StoredEndpoint[] {
  return database.prepare(LIST).all().map(toEndpoint);
}

/** The endpoint of an id, if there is one. @throws as {@link toEndpoint} */
export function readEndpoint(database: Database, id: string): StoredEndpoint | undefined {
  return database.prepare(ONE).all(id).map(toEndpoint)[0];
}

/** @throws with SQLite's code for a damaged file when a row is not what was written */
function toEndpoint(value: unknown): StoredEndpoint {
  try {
    const { id, input, created_at, updated_at, revision, instance } = row.parse(value);
    const parsed = z.record(z.string(), z.unknown()).parse(JSON.parse(input));
    return { id, input: parsed, createdAt: created_at, updatedAt: updated_at, revision, instance };
  } catch (cause) {
    const { id } = (value ?? {}) as { readonly id?: unknown };
    throw Object.assign(new Error(`endpoint ${String(id)} cannot be read`, { cause }), {
      code: 'SQLITE_CORRUPT',
    });
  }
}

import { z } from 'zod';
import type { AnyBackendAdapter } from '../backends.js';

/**
 * An adapter's schema as the strict zod object that configuration needs: the core asks adapters for
 * a `parse` only, but key names and JSON Schema come from zod.
 *
 * @throws TypeError for an adapter whose schema is none
 */
export function settingsObject(
  adapter: AnyBackendAdapter,
  block: keyof AnyBackendAdapter['settings'],
): z.ZodObject {
  const schema: unknown = adapter.settings[block];
  if (!(schema instanceof z.ZodObject)) {
    throw new TypeError(`the ${block} settings of backend ${adapter.kind} are no zod object`);
  }
  return schema.strict();
}

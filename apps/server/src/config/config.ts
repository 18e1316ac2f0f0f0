import type { z } from 'zod';
import type { configSchema } from './schema.js';
import type { TlsMaterial } from './tls-files.js';

/** The keys of a configuration, defaults filled in. */
export type ConfigValues = Omit<z.infer<ReturnType<typeof configSchema>>, 'backend'> & {
  /** What else stands here is the adapter's business. */
  readonly backend: Readonly<Record<string, unknown>> & { readonly kind: string };
};

export type EndpointConfig = NonNullable<ConfigValues['endpoints']>[number];

/** A configuration that can be run. */
export interface Config extends Omit<ConfigValues, 'endpoints'> {
  readonly endpoints: readonly EndpointConfig[];
  /** Contents of the files of `listen.tls`. */
  readonly tlsMaterial: TlsMaterial | undefined;
  /** Ids of endpoints whose token was made at start: only such a token may be shown, once. */
  readonly madeTokens: ReadonlySet<string>;
  /** The token of the admin API, made at start when none is configured. */
  readonly adminToken: string;
  /** Absolute path of the file of `store.file`. */
  readonly storePath: string;
  /** Name of the file that was read; undefined when there was none. */
  readonly file: string | undefined;
}

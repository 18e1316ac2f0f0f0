import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type AnyBackendAdapter, BACKENDS } from '../backends.js';
import type { Config, ConfigValues } from './config.js';
import { readEnvironment } from './environment.js';
import { type JsonSchema, toJsonSchema } from './json-schema.js';
import { type Path, valueAt } from './json-value.js';
import { type Layers, layOver, type Override } from './layers.js';
import { ConfigError, issueText, type Problem, problemsOf } from './problem.js';
import { NO_FILE, readConfigFile } from './read-file.js';
import { configSchema } from './schema.js';
import { readTlsFiles, type TlsMaterial } from './tls-files.js';

const DEFAULT_FILE = 'whipway.yaml';

/** Where a configuration comes from. */
export interface ConfigSources {
  /** What `--config` named; default: whipway.yaml in `folder`, if there is one. */
  readonly file?: string;
  /** The working directory. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What other flags said; over everything else. */
  readonly flags?: readonly Override[];
}

/**
 * Reads the file, lays environment and flags over it, and checks everything.
 *
 * @throws ConfigError with every problem at once
 */
export function loadConfig(
  sources: ConfigSources,
  adapters: readonly AnyBackendAdapter[] = BACKENDS,
): Config {
  const { folder, environment, flags = [] } = sources;
  // npm runs scripts in the package's folder and says here where the user is.
  const userFolder = environment['INIT_CWD'] || folder;
  const file = findFile(sources, userFolder);
  const layer = file ? readConfigFile(file.path, file.name) : NO_FILE;
  const schema = configSchema(adapters);
  const described = toJsonSchema(schema);
  const fromEnvironment = readEnvironment(environment, described);
  const layers = layOver(layer, [...fromEnvironment.overrides, ...flags]);
  const problems = [...fromEnvironment.problems, ...layers.problems];
  const values = check(schema, described, layers, problems);
  const folders = { file: file ? dirname(file.path) : userFolder, elsewhere: userFolder };
  const tlsMaterial = loadTls(layers, problems, folders);
  if (problems.length > 0 || !values) throw new ConfigError(problems);
  return {
    ...values,
    ...endpointsOf(values),
    adminToken: values.admin.token ?? madeToken(),
    storePath: resolve(folderOf(['store', 'file'], layers, folders), values.store.file),
    tlsMaterial,
    file: file?.name,
  };
}

interface Folders {
  /** Of the configuration file. */
  readonly file: string;
  readonly elsewhere: string;
}

/** Where a file that stands at a path is looked for: beside the file that names it, if one does. */
function folderOf(path: Path, { raw, sourceOf }: Layers, folders: Folders): string {
  const isDefault = valueAt(raw, path) === undefined;
  return isDefault || /^(?:--|WHIPWAY__)/.test(sourceOf(path)) ? folders.elsewhere : folders.file;
}

function findFile({ file, folder }: ConfigSources, userFolder: string) {
  if (file !== undefined) return { path: resolve(userFolder, file), name: file };
  const path = resolve(folder, DEFAULT_FILE);
  return existsSync(path) ? { path, name: DEFAULT_FILE } : undefined;
}

function check(
  schema: ReturnType<typeof configSchema>,
  described: JsonSchema,
  { raw, sourceOf }: Layers,
  problems: Problem[],
): ConfigValues | undefined {
  const result = schema.safeParse(raw, { error: issueText });
  if (result.success) return result.data as ConfigValues;
  problems.push(...problemsOf(result.error.issues, { raw, schema: described, sourceOf }));
  return undefined;
}

/**
 * Looks at what was written and not at what passed the schema, so that its problems come together
 * with the others.
 */
function loadTls(layers: Layers, problems: Problem[], folders: Folders): TlsMaterial | undefined {
  const [cert, key] = ['cert', 'key'].map((name) => valueAt(layers.raw, ['listen', 'tls', name]));
  // Anything else is a problem that the schema has told already.
  if (typeof cert !== 'string' || typeof key !== 'string') return undefined;
  const folder = folderOf(['listen', 'tls', 'cert'], layers, folders);
  const material = readTlsFiles({ cert, key }, folder, layers);
  if ('cert' in material) return material;
  problems.push(...material);
  return undefined;
}

function madeToken(): string {
  return randomBytes(18).toString('base64url');
}

/** Without a word about endpoints: one, with a token that nobody can guess. */
function endpointsOf({ endpoints }: ConfigValues): Pick<Config, 'endpoints' | 'madeTokens'> {
  if (endpoints) return { endpoints, madeTokens: new Set() };
  const token = madeToken();
  return {
    endpoints: [{ id: 'live', token, watch: 'public' }],
    madeTokens: new Set(['live']),
  };
}

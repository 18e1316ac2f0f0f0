import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { type EndpointStore, SqliteStore, type StoredEndpoint } from '../../src/index.js';
import { collectingLogger } from './collecting-logger.js';
import { ManualClock } from './manual-clock.js';

const folders: string[] = [];
const stores: EndpointStore[] = [];

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Path of a file that is not there, in a folder that is not there. */
export function storePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-store-'));
  folders.push(folder);
  return join(folder, 'data', 'endpoints.db');
}

/** A store on a file, closed after the test. */
export function openStore(path: string) {
  const clock = new ManualClock();
  const logger = collectingLogger();
  const store = new SqliteStore(path, clock, logger);
  stores.push(store);
  return { store, clock, logger };
}

export function kept(id: string, revision = 'r1'): StoredEndpoint {
  return {
    id,
    input: { token: `token-of-${id}`, embedded: { layer: 'h' } },
    createdAt: 1,
    updatedAt: 2,
    revision,
    instance: `instance-of-${id}`,
  };
}

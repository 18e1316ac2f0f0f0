import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServer } from '@whipway/test-rig';

/** Run as a program, never imported: its build is a prerequisite of the live tests. */
const MAIN = fileURLToPath(new URL('../../../../apps/server/dist/main.js', import.meta.url));

export const TOKEN = 'client-live-secret';

export interface LiveServer extends ServerProcess {
  readonly whip: string;
  readonly whep: string;
  dispose(): Promise<void>;
}

/**
 * The real server with one endpoint that anyone may watch.
 *
 * @param backend of its configuration; media goes over the private network, where there is one.
 */
export async function startLiveServer(backend: object = { kind: 'embedded' }): Promise<LiveServer> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: run pnpm build first`);
  const folder = mkdtempSync(join(tmpdir(), 'whipway-client-live-'));
  const address = process.env['WHIPWAY_TEST_ADDRESS'];
  const configuration = {
    backend,
    media: { addresses: [...(address ? [address] : []), '127.0.0.1'] },
    endpoints: [{ id: 'live', token: TOKEN, watch: 'public' }],
  };
  writeFileSync(join(folder, 'whipway.yaml'), JSON.stringify(configuration));
  const server = await startServer({ main: MAIN, folder });
  return {
    ...server,
    whip: `${server.url}/whip/endpoint/live`,
    whep: `${server.url}/whep/endpoint/live`,
    dispose: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

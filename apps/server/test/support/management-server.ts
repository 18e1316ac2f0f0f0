import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, startServer } from '@whipway/test-rig';
import { AdminCalls } from './admin-calls.js';
import { MAIN } from './built-server.js';

export const ADMIN_TOKEN = 'management-test-token';

/** The built server with endpoints from a configuration, its store in a folder of its own. */
export interface ManagementServer {
  readonly server: ServerProcess;
  readonly calls: AdminCalls;
  /** Stops it and starts it again on the same port with the same store. */
  restart(): Promise<ManagementServer>;
  stop(): Promise<void>;
}

/** What is in the configuration; an endpoint that everybody may watch unless a test wants none. */
const ENDPOINTS = [{ id: 'from-file', token: 'file-secret', watch: 'public' }];

function configuration(folder: string, endpoints: readonly unknown[]): string {
  const address = process.env['WHIPWAY_TEST_ADDRESS'];
  return JSON.stringify({
    media: { addresses: [...(address ? [address] : []), '127.0.0.1'] },
    timers: { connect: 600_000, mediaLost: 3_000 },
    admin: { token: ADMIN_TOKEN },
    store: { file: join(folder, 'endpoints.db') },
    endpoints,
  });
}

export async function startManagementServer(
  endpoints: readonly unknown[] = ENDPOINTS,
): Promise<ManagementServer> {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-management-'));
  writeFileSync(join(folder, 'whipway.yaml'), configuration(folder, endpoints));
  return running(await startServer({ main: MAIN, folder }), folder);
}

function running(server: ServerProcess, folder: string): ManagementServer {
  return {
    server,
    calls: new AdminCalls(server.url, ADMIN_TOKEN),
    restart: async () => {
      await server.stop();
      return running(await startAgain(folder, server.port), folder);
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Its URL is taken from the port: the rig only knows servers on ports that it chose. */
async function startAgain(folder: string, port: number): Promise<ServerProcess> {
  const server = await startServer({
    main: MAIN,
    folder,
    environment: { WHIPWAY__LISTEN__PORT: `${port}` },
    readyLine: /ready|listening/i,
  });
  return { ...server, port, url: `http://127.0.0.1:${port}` };
}

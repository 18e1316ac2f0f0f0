import { afterEach } from '@jest/globals';
import type { Gateway } from '@whipway/core';
import type { AnyBackendAdapter } from '../../src/backends.js';
import { BACKENDS } from '../../src/backends.js';
import { loadConfig } from '../../src/config/load-config.js';
import { buildContainer } from '../../src/container.js';
import type { Server } from '../../src/run/server.js';
import { GATEWAY, SERVER } from '../../src/service-ids.js';
import { collectingLogger } from './collecting-logger.js';

export interface RunningServer {
  readonly server: Server;
  readonly gateway: Gateway;
  readonly logger: ReturnType<typeof collectingLogger>;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

export interface RunOptions {
  /** Keys of the configuration as the environment gives them, `LISTEN__HOST`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly adapters?: readonly AnyBackendAdapter[];
  readonly studioFolder?: string;
}

/** The server in this process on a free port, as its own container wires it. Stopped after each test. */
export async function runServer({
  settings = {},
  adapters = BACKENDS,
  studioFolder = '/nowhere',
}: RunOptions = {}): Promise<RunningServer> {
  const environment = { WHIPWAY__LISTEN__PORT: '0', ...withPrefix(settings) };
  const config = loadConfig({ folder: '/nowhere', environment }, adapters);
  const logger = collectingLogger();
  const container = buildContainer({ config, logger, adapters, studioFolder });
  const server = container.get(SERVER);
  running.push(server);
  const port = await server.start();
  const scheme = config.listen.tls ? 'https' : 'http';
  return { server, gateway: container.get(GATEWAY), logger, url: `${scheme}://127.0.0.1:${port}` };
}

const running: Server[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

function withPrefix(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`WHIPWAY__${key}`, value]),
  );
}

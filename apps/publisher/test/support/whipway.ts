import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type ServerProcess, startServer } from '@whipway/test-rig';

export const TOKEN = 'verysecret';

/** The built server. */
const MAIN = join(
  dirname(createRequire(import.meta.url).resolve('@whipway/server/package.json')),
  'dist/main.js',
);

export interface Whipway extends ServerProcess {
  whip(endpoint: string): string;
  whep(endpoint: string): string;
}

/** Settings as the server's environment has them: `{ BACKEND: '{ kind: embedded }' }`. */
export type Settings = Readonly<Record<string, string>>;

/** Enough that each test has one of its own: what a failed one leaves behind does not matter then. */
const ENDPOINTS = ['abc123', ...Array.from({ length: 20 }, (_, index) => `live${index}`)];

/** A real Whipway. */
export async function startWhipway(settings: Settings = {}): Promise<Whipway> {
  const endpoint = (id: string) => `{ id: ${id}, token: ${TOKEN}, watch: public }`;
  const all: Settings = {
    ENDPOINTS: `[${ENDPOINTS.map(endpoint).join(', ')}]`,
    MEDIA__ADDRESSES: JSON.stringify([process.env['WHIPWAY_TEST_ADDRESS'] ?? '127.0.0.1']),
    LOG__LEVEL: 'debug',
    ...settings,
  };
  const environment = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`WHIPWAY__${name}`, value]),
  );
  const readyLine = /"msg":"listening"/;
  const server = await startServer({ main: MAIN, environment, readyLine });
  const at =
    (kind: string) =>
    (id = 'live') =>
      `${server.url}/${kind}/endpoint/${id}`;
  return { ...server, whip: at('whip'), whep: at('whep') };
}

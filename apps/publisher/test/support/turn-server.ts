import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freeUdpPort } from '../../src/source/udp-port.js';

export const TURN_USER = 'me';
export const TURN_PASSWORD = 'turnsecret';

export interface TurnServer {
  /** As `--turn-server` takes it. */
  readonly option: string;
  /** Everything it wrote so far. */
  output(): string;
  stop(): Promise<void>;
}

/** A coturn on a free UDP port of an address. */
export async function startTurnServer(executable: string, address: string): Promise<TurnServer> {
  const port = await freeUdpPort();
  const folder = mkdtempSync(join(tmpdir(), 'whip-publish-turn-'));
  const settings = {
    'listening-ip': address,
    'relay-ip': address,
    'listening-port': `${port}`,
    user: `${TURN_USER}:${TURN_PASSWORD}`,
    realm: 'whipway.test',
    'log-file': 'stdout',
    userdb: join(folder, 'users'),
    pidfile: join(folder, 'pid'),
  };
  const flags = ['-n', '-v', '--lt-cred-mech', '--no-tls', '--no-dtls', '--no-cli', '--simple-log'];
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(executable, [...flags, '--allow-loopback-peers', ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  const ended = once(child, 'close');
  for (
    const start = Date.now();
    !/listener opened on|IPv4. UDP listener/.test(text);
    await sleep(50)
  )
    if (child.exitCode !== null || Date.now() - start > 10_000) {
      child.kill('SIGKILL');
      throw new Error(`coturn is not ready:\n${text}`);
    }
  return {
    option: `${TURN_USER}:${TURN_PASSWORD}@${address}:${port}`,
    output: () => text,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

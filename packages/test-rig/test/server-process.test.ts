import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ServerOptions, type ServerProcess, startServer } from '../src/server-process.js';

const main = fileURLToPath(new URL('support/sample-server.mjs', import.meta.url));

let running: ServerProcess[] = [];
afterEach(async () => {
  await Promise.all(running.map((server) => server.kill()));
  running = [];
});

async function start(mode: string, options: Partial<ServerOptions> = {}): Promise<ServerProcess> {
  const server = await startServer({ main, args: [mode], ...options });
  running.push(server);
  return server;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a started server', () => {
  it('answers on its own port', async () => {
    const servers = await Promise.all([start('ready'), start('ready')]);
    expect(new Set(servers.map(({ port }) => port)).size).toBe(2);
    for (const { url } of servers) expect((await fetch(url)).status).toBe(200);
  });

  it('is awaited until /readyz says yes', async () => {
    const before = Date.now();
    const { url } = await start('late');
    expect(Date.now() - before).toBeGreaterThanOrEqual(400);
    expect((await fetch(url)).status).toBe(200);
  });

  it('is awaited until it wrote a line, when one is named', async () => {
    const server = await start('never', { readyLine: /^listening/m });
    expect(server.output()).toBe('listening, no word\n');
    expect((await fetch(server.url)).status).toBe(503);
  });

  it('gets the folder and environment asked for, and no setting of the caller', async () => {
    Object.assign(process.env, { WHIPWAY__BACKEND__KIND: 'janus' });
    try {
      const folder = realpathSync(tmpdir());
      const environment = { SAMPLE_WORD: 'hello', WHIPWAY__MEDIA__STUN: 'none' };
      const { url, output } = await start('ready', { folder, environment });
      expect(await (await fetch(url)).json()).toEqual({
        settings: ['WHIPWAY__LISTEN__PORT', 'WHIPWAY__MEDIA__STUN'],
        folder,
      });
      expect(output()).toBe('listening, hello\n');
    } finally {
      Reflect.deleteProperty(process.env, 'WHIPWAY__BACKEND__KIND');
    }
  });
});

describe('stopping', () => {
  it('asks with SIGTERM and gives the exit code', async () => {
    const server = await start('ready');
    expect(await server.stop()).toBe(5);
    expect(server.output()).toMatch('asked to stop');
    expect(isAlive(server.pid)).toBe(false);
    expect(await server.stop()).toBe(5);
  });

  it('kills what does not listen', async () => {
    const server = await start('deaf');
    expect(await server.stop(200)).toBeNull();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('kills at once when told to', async () => {
    const server = await start('ready');
    await server.kill();
    expect(server.output()).not.toMatch('asked to stop');
    expect(isAlive(server.pid)).toBe(false);
  });
});

describe('a server that does not come up', () => {
  it('fails with what it wrote when it ends', async () => {
    await expect(start('crash')).rejects.toThrow(/ended with exit code 3.*no such backend/s);
  });

  it('fails and is killed when it is not ready in time', async () => {
    const starting = start('never', { withinMilliseconds: 500 });
    await expect(starting).rejects.toThrow(/not ready within 500 ms.*listening/s);
  });

  it('fails when its folder does not exist', async () => {
    const starting = start('ready', { folder: '/nowhere/at/all', withinMilliseconds: 5_000 });
    await expect(starting).rejects.toThrow('ended with exit code');
  });
});

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { endCommands, runCommand } from './support/command.js';

const servers: Server[] = [];
afterEach(async () => {
  await endCommands();
  for (const server of servers.splice(0)) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/whip`;
}

/** Players that are there, and do nothing: what is tested here ends before anything is played. */
const folder = mkdtempSync(join(tmpdir(), 'whip-publish-command-'));
for (const name of ['ffplay', 'ffmpeg']) {
  writeFileSync(join(folder, name), '#!/bin/sh\nexit 0\n');
  chmodSync(join(folder, name), 0o755);
}
process.env['PATH'] = `${folder}:${process.env['PATH']}`;
afterAll(() => rmSync(folder, { recursive: true }));

const NO_TOOLS = { environment: { PATH: '/nonexistent' } };

describe('whip-publish', () => {
  it('prints its version and its help, and is done', async () => {
    const version = runCommand(['--version']);
    expect(await version.ended()).toBe(0);
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    expect(version.printed().trim()).toBe((JSON.parse(manifest) as { version: string }).version);
    const help = runCommand(['--help']);
    expect(await help.ended()).toBe(0);
    expect(help.printed()).toContain('--test-pattern');
  });

  it.each([
    ['an unknown option', ['--nonsense']],
    ['nothing to publish', ['-u', 'http://localhost/x']],
    ['a pipeline without a payloader', ['-u', 'http://localhost/x', '-V', 'videotestsrc']],
    [
      'a file of a kind that cannot be written',
      ['-u', 'http://localhost/x', '--whep', '--output', 'a.avi'],
    ],
    [
      'plain http to another machine',
      ['-u', 'http://media.example/x', '--whep', '--output', 'a.webm'],
    ],
  ])('ends with 2 for %s', async (_, args) => {
    const command = runCommand(args);
    expect(await command.ended()).toBe(2);
    expect(command.told()).toMatch(/^error: /m);
  });

  it.each([
    [
      'ffmpeg',
      ['--test-pattern'],
      /ffmpeg is not installed\..*apt install ffmpeg.*brew install ffmpeg/,
    ],
    [
      'gst-launch-1.0',
      ['-V', 'x ! rtpvp8pay'],
      /gst-launch-1\.0 is not installed\..*gstreamer1\.0-tools/,
    ],
  ])('ends with 3 and says what to install without %s', async (_, args, message) => {
    const command = runCommand(['-u', 'http://localhost:1/x', ...args], NO_TOOLS);
    expect(await command.ended()).toBe(3);
    expect(command.told()).toMatch(message);
  });

  it('writes over no file unless it is told to, and asks no server before', async () => {
    const asked: string[] = [];
    const url = await serve(({ method = '' }, response) => {
      asked.push(method);
      response.writeHead(401).end();
    });
    const file = join(folder, 'talk.webm');
    writeFileSync(file, 'precious');
    const common = ['-u', url, '--whep', '--output', file];
    const careful = runCommand(common);
    expect(await careful.ended()).toBe(2);
    expect(careful.told()).toContain(`${file} is there already; --force writes over it.`);
    expect([asked, readFileSync(file, 'utf8')]).toEqual([[], 'precious']);
    expect(await runCommand([...common, '--force']).ended()).toBe(6);
    expect(asked).toEqual(['POST']);
  });

  it('asks no server when the player is not installed', async () => {
    const asked: string[] = [];
    const url = await serve(({ method = '' }, response) => {
      asked.push(method);
      response.writeHead(401).end();
    });
    const command = runCommand(['-u', url, '--whep'], NO_TOOLS);
    expect(await command.ended()).toBe(3);
    expect(command.told()).toMatch(/ffplay is not installed/);
    expect(asked).toEqual([]);
  });

  it('ends with 5 when nobody is there', async () => {
    const url = await serve(() => {});
    servers.pop()?.close();
    const command = runCommand(['-u', url, '--whep', '--reconnect', '0']);
    expect(await command.ended()).toBe(5);
    expect(command.told()).toMatch(/127\.0\.0\.1:\d+ cannot be reached: connect ECONNREFUSED/);
  });

  // biome-ignore format: one status a line, read it as a table
  it.each([[401, 6], [403, 6], [404, 7], [409, 7], [422, 7], [500, 8], [302, 8]])(
    'a %i ends it with %i', async (status, code) => {
      const url = await serve((_, response) => response.writeHead(status).end());
      const command = runCommand(['-u', url, '--whep', '--reconnect', '0', '-t', 'verysecret']);
      expect(await command.ended()).toBe(code);
      expect(command.told()).toContain(`${status}`);
      expect(command.told()).not.toContain('verysecret');
    },
  );

  it('gives the token to another port only when that is allowed, and says so', async () => {
    const tokens: (string | undefined)[] = [];
    const second = await serve(({ headers }, response) => {
      tokens.push(headers.authorization);
      response.writeHead(401).end();
    });
    const first = await serve((_, response) => response.writeHead(307, { Location: second }).end());
    const { origin } = new URL(second);
    const common = ['-u', first, '--whep', '--reconnect', '0', '-t', 'verysecret'];
    const careful = runCommand(common);
    expect(await careful.ended()).toBe(6);
    expect(careful.told()).toContain(`--trust-origin ${origin} allows it`);
    await runCommand([...common, '--trust-origin', origin]).ended();
    expect(tokens).toEqual([undefined, 'Bearer verysecret']);
  });

  it('asks for ICE servers by OPTIONS before an offer that is to be complete, or says what it lacks', async () => {
    const asked: string[] = [];
    const url = await serve(({ method = '', headers }, response) => {
      asked.push(`${method} ${headers.authorization}`);
      const link =
        '<turn:127.0.0.1:9?transport=tcp>; rel="ice-server"; username="u"; credential="c"';
      if (method === 'OPTIONS' && asked.length === 1) response.setHeader('Link', link);
      response.writeHead(method === 'OPTIONS' ? 200 : 404).end();
    });
    const common = ['-u', url, '--whep', '-f', '-n', '--reconnect', '0', '-t', 'verysecret'];
    const told = async () => {
      const command = runCommand(common);
      expect(await command.ended()).toBe(7);
      return command.told();
    };
    expect(await told()).not.toContain('before the session');
    expect(await told()).toMatch(
      /warning: The server names no STUN or TURN server before the session/,
    );
    const both = ['OPTIONS Bearer verysecret', 'POST Bearer verysecret'];
    expect(asked).toEqual([...both, ...both]);
  });

  it('asks nobody for ICE servers over plain http that anybody can read', async () => {
    const url = 'http://media.example/x';
    const command = runCommand(['-u', url, '--whep', '-f', '-n', '-t', 'verysecret']);
    expect(await command.ended()).toBe(2);
    expect(command.told()).not.toContain('STUN');
  });

  it('ends with 4 when a device is not there, and asks no server', async () => {
    const asked: string[] = [];
    const url = await serve(({ method = '' }, response) => {
      asked.push(method);
      response.writeHead(401).end();
    });
    for (const input of ['/dev/video99', 'v4l2:/dev/video99']) {
      const command = runCommand(['-u', url, '--input', input]);
      expect(await command.ended()).toBe(4);
      expect(command.told()).toContain('error: There is no /dev/video99.');
    }
    expect(asked).toEqual([]);
  });

  it('takes its token from the environment, where no list of processes shows it', async () => {
    let token: string | undefined;
    const url = await serve(({ headers }, response) => {
      token = headers.authorization;
      response.writeHead(404).end();
    });
    const environment = { WHIP_TOKEN: 'from-outside' };
    await runCommand(['-u', url, '--whep', '--reconnect', '0'], { environment }).ended();
    expect(token).toBe('Bearer from-outside');
  });

  it('waits for something to play, as long as it is told to, and ends with Ctrl-C', async () => {
    let posts = 0;
    const url = await serve((_, response) => {
      posts += 1;
      response.writeHead(404, { 'Retry-After': '1' }).end();
    });
    const command = runCommand(['-u', url, '--whep']);
    // A fifth of a pause is left to chance.
    await command.tells(/Trying again in 1\.[012] s/);
    command.signal('SIGINT');
    expect(await command.ended()).toBe(0);
    expect(posts).toBeGreaterThan(0);
  });

  describe('stopped before the 201', () => {
    /** A server that is late with its 201, and a command that was stopped meanwhile. */
    async function stopped(status: number | undefined) {
      const asked: string[] = [];
      const url = await serve(({ method = '', url: path = '' }, response) => {
        asked.push(`${method} ${path}`);
        const headers = { 'Content-Type': 'application/sdp', Location: '/session/1' };
        if (method === 'POST')
          setTimeout(() => response.writeHead(201, headers).end('v=0\r\n'), 1000);
        else if (status !== undefined) response.writeHead(status).end();
      });
      const command = runCommand(['-u', url, '--whep', '--output', 'late.webm']);
      for (let wait = 0; asked.length === 0 && wait < 200; wait += 1) await sleep(50);
      command.signal('SIGINT');
      const code = await command.ended();
      expect(asked).toEqual(['POST /whip', 'DELETE /session/1']);
      return { code, told: command.told() };
    }

    it('deletes the session that opens nevertheless', async () => {
      expect(await stopped(200)).toMatchObject({ code: 0 });
    });

    it('says so when the server does not delete it', async () => {
      expect(await stopped(500)).toEqual({
        code: 8,
        told: expect.stringMatching(/error: The session was not deleted\. The server answered 500/),
      });
    });

    it('says so when nobody answers the DELETE', async () => {
      expect(await stopped(undefined)).toEqual({
        code: 5,
        told: expect.stringMatching(
          /error: The session was not deleted\. .* did not answer in time/,
        ),
      });
    });
  });

  it('is quiet when it is to be quiet', async () => {
    const url = await serve((_, response) => response.writeHead(401).end());
    const common = ['-u', url, '--whep', '--reconnect', '0'];
    const quiet = runCommand([...common, '--quiet']);
    await quiet.ended();
    expect(quiet.told()).toMatch(/^error: .*\n$/);
    const silent = runCommand([...common, '-l', '0']);
    expect(await silent.ended()).toBe(6);
    expect(silent.told()).toBe('');
  });
});

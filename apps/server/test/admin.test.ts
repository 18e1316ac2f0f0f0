import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { recordings } from '@whipway/test-rig/fixtures';
import { runMain, startMain } from './support/built-server.js';
import { testFolder } from './support/folders.js';
import { runServer } from './support/running-server.js';

const TOKEN = 'admin-token-of-the-test';
const OFFER = recordings().find(({ client }) => client.startsWith('obs'))?.offer ?? '';

const folder = testFolder();

/** A file of its own for each test. */
let files = 0;
function storeFile(): string {
  files += 1;
  return join(folder.path, `store-${files}`, 'endpoints.db');
}

/** Asks the admin API of a server at `url`. */
function asker(url: string) {
  return async (line: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const [method = '', path = ''] = line.split(' ');
    return await fetch(`${url}/api${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${TOKEN}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
}

async function publish(url: string, id: string, token: string): Promise<number> {
  const response = await fetch(`${url}/whip/endpoint/${id}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/sdp',
      'User-Agent': 'Mozilla/5.0 (OBS-Studio/32.2.2; Linux x86_64; en-US)',
    },
    body: OFFER,
  });
  return response.status;
}

const settings = (file: string) => ({ ADMIN__TOKEN: TOKEN, STORE__FILE: file });
const environment = (file: string) => ({
  WHIPWAY__ADMIN__TOKEN: TOKEN,
  WHIPWAY__STORE__FILE: file,
  WHIPWAY__ENDPOINTS: '[]',
});

describe('a server process', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'keeps an endpoint that the API made over its end by %s',
    async (signal) => {
      const file = storeFile();
      const first = await startMain({ environment: environment(file) });
      const made = await asker(first.url)('POST /endpoints', { id: 'studio', watch: 'public' });
      expect(made.status).toBe(201);
      const endpoint = (await made.json()) as { readonly token: string };
      const short = await asker(first.url)('POST /endpoints/studio/tokens', { action: 'publish' });
      const { token } = (await short.json()) as { readonly token: string };
      expect(await publish(first.url, 'studio', token)).toBe(201);
      const sessions = await (await asker(first.url)('GET /sessions?state=live')).json();
      expect(sessions).toMatchObject({
        items: [{ endpointId: 'studio', client: { kind: 'obs' } }],
      });
      if (signal === 'SIGKILL') await first.kill();
      else expect(await first.stop()).toBe(0);

      const second = await startMain({ environment: environment(file) });
      const again = await asker(second.url)('GET /endpoints/studio');
      expect(await again.json()).toEqual({ ...endpoint, live: { viewers: 0 } });
      // The key of short-lived tokens was kept, too.
      expect(await publish(second.url, 'studio', token)).toBe(201);
      expect(await second.stop()).toBe(0);
      for (const secret of [TOKEN, token, endpoint.token])
        expect(first.output() + second.output()).not.toContain(secret);
    },
  );

  it('prints the studio link with a token that works, when none is configured', async () => {
    const server = await startMain({ environment: { WHIPWAY__STORE__FILE: storeFile() } });
    const [, link = '', token = ''] =
      server.output().match(/"studio":"(.*\/#\/\?admin=(.*?))"/) ?? [];
    expect(link).toBe(`${server.url}/#/?admin=${token}`);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await fetch(`${server.url}/api/server`, { headers })).status).toBe(200);
    expect((await fetch(`${server.url}/api/server`)).status).toBe(401);
    expect(await server.stop()).toBe(0);
    expect(server.output().split(token)).toHaveLength(2);
  });

  it('ends event streams when it stops, and stops at once', async () => {
    const server = await startMain({ environment: environment(storeFile()) });
    const events = await asker(server.url)('GET /events');
    const started = Date.now();
    expect(await server.stop()).toBe(0);
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(await events.text()).toContain('event: reset');
  });

  it('does not start with a damaged store: 4, its path, and how to go on', async () => {
    const file = storeFile();
    mkdirSync(join(file, '..'));
    writeFileSync(file, 'no database at all, but long enough to be taken for one'.repeat(100));
    const { code, stderr } = await runMain(['--port', '0'], { environment: environment(file) });
    expect([code, stderr]).toEqual([4, expect.stringContaining(`${file} is damaged`)]);
    expect(readFileSync(file, 'utf8')).toContain('no database at all');
  });
});

describe('the admin API in the server', () => {
  it('speaks of wrong input as the configuration does', async () => {
    const { url } = await runServer({ settings: settings(storeFile()) });
    const wrong = { id: 'a b', toke: 'x', janus: { room: 'x' }, embedded: { layer: 7 } };
    const response = await asker(url)('POST /endpoints', wrong);
    expect(response.status).toBe(400);
    const { problems } = (await response.json()) as { readonly problems: readonly object[] };
    expect(problems).toEqual(
      expect.arrayContaining([
        { path: 'toke', message: 'is an unknown key "toke"; did you mean "token"?' },
        { path: 'embedded.layer', message: 'must be text' },
        expect.objectContaining({ path: 'id' }),
      ]),
    );
  });

  it('names the configuration of what is read-only there', async () => {
    const { url, gateway } = await runServer({ settings: settings(storeFile()) });
    const response = await asker(url)('DELETE /endpoints/live');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      code: 'endpoint-read-only',
      detail: expect.stringContaining('what this server was started with'),
    });
    expect(gateway.endpoint('live')).toBeDefined();
  });

  it('a made endpoint takes publishers at once, and none after it is destroyed', async () => {
    const { url, gateway } = await runServer({ settings: settings(storeFile()) });
    const ask = asker(url);
    await ask('POST /endpoints', { id: 'a', token: 'secret' });
    expect(await publish(url, 'a', 'secret')).toBe(201);
    expect((await ask('DELETE /endpoints/a')).status).toBe(204);
    expect(gateway.sessions()).toEqual([]);
    expect(await publish(url, 'a', 'secret')).toBe(404);
  });

  it('can be switched off; what it made goes on', async () => {
    const file = storeFile();
    const first = await runServer({ settings: settings(file) });
    await asker(first.url)('POST /endpoints', { id: 'a', token: 'secret' });
    await first.server.stop();
    const { url } = await runServer({ settings: { ...settings(file), ADMIN__ENABLED: 'false' } });
    expect((await asker(url)('GET /endpoints')).status).toBe(404);
    expect(await publish(url, 'a', 'secret')).toBe(201);
  });

  it('heeds admin.hosts, admin.origins and publicUrl', async () => {
    const { url } = await runServer({
      settings: {
        ...settings(storeFile()),
        ADMIN__ORIGINS: '[https://desk.example]',
        LISTEN__PUBLIC_URL: 'https://media.example.com',
      },
    });
    const status = async (Origin: string) =>
      (await asker(url)('GET /server', undefined, { Origin })).status;
    expect(await status('https://desk.example')).toBe(200);
    expect(await status('https://media.example.com')).toBe(200);
    expect(await status('https://evil.example')).toBe(403);
  });

  it('makes no file before there is something to keep', async () => {
    const file = storeFile();
    const { url } = await runServer({ settings: settings(file) });
    for (const path of ['server', 'endpoints', 'sessions', 'backends'])
      expect((await asker(url)(`GET /${path}`)).status).toBe(200);
    expect(await publish(url, 'live', 'a.b.c')).toBe(401);
    expect(existsSync(join(file, '..'))).toBe(false);
  });
});

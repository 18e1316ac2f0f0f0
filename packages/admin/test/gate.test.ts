import { describe, expect, it } from '@jest/globals';
import { ROUTES } from '../src/api/routes.js';
import { hostName, isOwnHost } from '../src/http/host-check.js';
import { adminScene, TOKEN } from './support/admin-scene.js';

const PATHS = ['/api/server', '/api/endpoints', '/api/nothing', '/api/endpoints/live', '/api'];

/** `GET /api/server`, …: what there is, and HEAD of all that can be read. */
const EVERY_OPERATION = Object.entries(ROUTES).flatMap(([path, methods]) =>
  [...Object.keys(methods), 'HEAD'].map(
    (method) => `${method} ${path.replace('{id}', 'live').replace('{name}', 'some-name')}`,
  ),
);

describe('the admin token', () => {
  // biome-ignore format: one row a line, read it as a table
  it.each([
    [undefined,                     401, 'credential-missing',   'Bearer realm="whipway admin"'],
    ['Basic dXNlcjpwdw==',          401, 'credential-missing',   'Bearer realm="whipway admin"'],
    ['Bearer wrong',                401, 'credential-invalid',   'Bearer realm="whipway admin", error="invalid_token"'],
    ['Bearer live-token',           401, 'credential-invalid',   'Bearer realm="whipway admin", error="invalid_token"'],
    [`Bearer ${TOKEN}x`,            401, 'credential-invalid',   'Bearer realm="whipway admin", error="invalid_token"'],
    ['Bearer',                      400, 'credential-malformed', 'Bearer realm="whipway admin", error="invalid_request"'],
    [`Bearer ${TOKEN}`,             undefined, undefined, undefined],
    [`bearer  ${TOKEN}`,            undefined, undefined, undefined],
  ])('%s: %s %s, wherever it is sent', async (authorization, status, code, challenge) => {
    const { ask } = await adminScene();
    for (const path of PATHS) {
      const answer = await ask(`GET ${path}`, { headers: { authorization } });
      if (status === undefined) expect([200, 404]).toContain(answer.status);
      else {
        expect([answer.status, answer.problem().code]).toEqual([status, code]);
        expect(answer.header('www-authenticate')).toBe(challenge);
        expect(answer.header('cache-control')).toBe('no-store');
      }
    }
  });

  it.each(EVERY_OPERATION)('is needed by %s', async (line) => {
    const { ask, gateway, verdict } = await adminScene();
    const headers = { authorization: undefined };
    for (const question of [{ headers }, { headers, body: { id: 'a', note: 'x' } }]) {
      const answer = await ask(line, question);
      expect([answer.status, answer.json.code]).toEqual([401, 'credential-missing']);
      expect(answer.stream).toBeUndefined();
    }
    expect(gateway.endpoints().map(({ id }) => id)).toEqual(['live']);
    expect(await verdict('live', 'live-token')).toBe('granted');
  });

  it('is in no answer and no line', async () => {
    const { ask, logger } = await adminScene();
    const texts = await Promise.all(PATHS.map(async (path) => (await ask(`GET ${path}`)).text));
    expect(texts.join() + logger.lines.join()).not.toContain(TOKEN);
  });
});

describe('Host', () => {
  // biome-ignore format: one row a line, read it as a table
  it.each([
    ['127.0.0.1:7080',        200],
    ['localhost:7080',        200],
    ['LOCALHOST',             200],
    ['a.localhost:7080',      200],
    ['[::1]:7080',            200],
    ['192.168.1.7:7080',      200],
    ['media.example.com',     200],
    ['Media.Example.com.:80', 200],
    ['studio.example',        200],
    ['evil.example:7080',     403],
    ['127.0.0.1.evil.example',403],
    ['localhost.evil.example',403],
    ['notlocalhost',          403],
    ['a@127.0.0.1',           403],
    ['127.0.0.1 evil',        403],
    ['',                      403],
    [undefined,               403],
  ])('%s: %i', async (host, status) => {
    const scene = await adminScene({
      hosts: ['Studio.example'],
      publicUrl: 'https://media.example.com/door',
    });
    const answer = await scene.ask('GET /api/server', { headers: { host } });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.problem().code).toBe('host-not-allowed');
  });

  it('is read with and without a port, and never guessed', () => {
    expect(hostName('[::1]:80')).toBe('::1');
    expect(hostName('a.example:80')).toBe('a.example');
    expect(hostName('a.example:80:80')).toBeUndefined();
    expect(isOwnHost('0x7f.1', [])).toBe(false);
  });
});

describe('Origin', () => {
  const options = {
    origins: ['https://desk.example'],
    publicUrl: 'https://media.example.com',
  };

  // biome-ignore format: one row a line, read it as a table
  it.each([
    ['http://127.0.0.1:7080',     200, undefined],
    ['https://media.example.com', 200, 'https://media.example.com'],
    ['https://desk.example',      200, 'https://desk.example'],
    ['http://desk.example',       403, undefined],
    ['http://127.0.0.1:8080',     403, undefined],
    ['http://localhost:7080',     403, undefined],
    ['https://evil.example',      403, undefined],
    ['null',                      403, undefined],
    ['',                          403, undefined],
  ])('%s: %i, allowed to read %s', async (origin, status, allowed) => {
    const { ask } = await adminScene(options);
    const answer = await ask('GET /api/server', { headers: { origin } });
    expect(answer.status).toBe(status);
    expect(answer.header('access-control-allow-origin')).toBe(allowed);
    expect(answer.header('vary')).toBe('Origin');
    if (status === 403) expect(answer.problem().code).toBe('origin-not-allowed');
  });

  it('a preflight needs no token, and names what may be sent', async () => {
    const { ask } = await adminScene(options);
    const preflight = (origin: string) =>
      ask('OPTIONS /api/endpoints/live', { headers: { origin, authorization: undefined } });
    const answer = await preflight('https://desk.example');
    expect(answer.status).toBe(204);
    expect(answer.header('allow')).toBe('OPTIONS, GET, PUT, DELETE, HEAD');
    expect(answer.header('access-control-allow-methods')).toContain('PUT');
    expect(answer.header('access-control-allow-headers')).toContain('if-match');
    expect(answer.header('access-control-allow-origin')).toBe('https://desk.example');
    expect((await preflight('https://evil.example')).status).toBe(403);
  });
});

describe('the request itself', () => {
  it('404 for a path that is none, 405 with Allow for a method that is none', async () => {
    const { ask } = await adminScene();
    for (const path of ['/api', '/api/', '/api/endpoints/', '/api/endpoints/a/b', '/api/serverx'])
      expect((await ask(`GET ${path}`)).problem().code).toBe('path-unknown');
    for (const method of ['PATCH', 'POST', 'TRACE', 'constructor']) {
      const answer = await ask(`${method} /api/server`);
      expect([answer.status, answer.header('allow')]).toEqual([405, 'OPTIONS, GET, HEAD']);
    }
    const head = await ask('HEAD /api/events');
    expect([head.status, head.header('allow')]).toEqual([405, 'OPTIONS, GET']);
    expect((await ask('OPTIONS /api/events')).header('allow')).toBe('OPTIONS, GET');
    expect((await ask('HEAD /api/server')).status).toBe(200);
  });

  it('leaves every other path alone', async () => {
    const { admin } = await adminScene();
    for (const target of ['/', '/apis', '/ap', '/whip/endpoint/live', '/x/api/server'])
      expect(admin.handler.serves(target)).toBe(false);
    for (const target of ['/api', '/api?x', '/api/server', 'http://x/api/server'])
      expect(admin.handler.serves(target)).toBe(true);
  });

  // biome-ignore format: one row a line, read it as a table
  it.each([
    ['{',                       'application/json',        400, 'body-malformed'],
    ['',                        'application/json',        400, 'body-malformed'],
    ['[]',                      'application/json',        400, 'body-invalid'],
    ['null',                    'application/json',        400, 'body-invalid'],
    ['{"id":"a"}',              'text/plain',              415, 'media-type-unsupported'],
    ['{"id":"a"}',              undefined,                 415, 'media-type-unsupported'],
    ['{"id":"a"}',              'application/json; charset=utf-8', 201, undefined],
    [`{"id":"${'a'.repeat(70_000)}"}`, 'application/json', 413, 'body-too-large'],
    ['{"id":"a","__proto__":{"x":1}}', 'application/json', 400, 'body-invalid'],
  ])('the body %.30s as %s: %i %s', async (text, type, status, code) => {
    const { ask } = await adminScene();
    const answer = await ask('POST /api/endpoints', { text, headers: { 'content-type': type } });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it.each([
    ['?limit=0', ['limit']],
    ['?limit=501', ['limit']],
    ['?limit=x&origin=y&z=1', ['limit', 'origin', 'z']],
    ['?limit=1&limit=2', ['limit']],
    ['?cursor=made-up', ['cursor']],
    ['?cursor=%00', ['cursor']],
  ])('the query %s is wrong in %j', async (query, paths) => {
    const { ask } = await adminScene();
    const answer = await ask(`GET /api/endpoints${query}`);
    expect(answer.problem()).toMatchObject({ status: 400, code: 'query-invalid' });
    expect(answer.problem().problems?.map(({ path }) => path)).toEqual(paths);
  });

  it('500 for a bug, which is logged and not told', async () => {
    const { ask, logger } = await adminScene({
      describeIssues: () => {
        throw new Error('internal detail');
      },
    });
    const answer = await ask('POST /api/endpoints', { body: {} });
    expect(answer.problem()).toMatchObject({ status: 500, code: 'internal' });
    expect(answer.text).not.toContain('internal detail');
    expect(logger.lines.join()).toContain('failed by a bug');
  });
});

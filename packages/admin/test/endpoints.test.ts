import { describe, expect, it } from '@jest/globals';
import { WhipError } from '@whipway/core';
import { memoryStore } from '../src/index.js';
import { StoreError } from '../src/store/store-error.js';
import { adminScene } from './support/admin-scene.js';

describe('making an endpoint', () => {
  it('201 with what was made, where it is, and its tag; it takes publishers at once', async () => {
    const { ask, gateway, verdict } = await adminScene();
    const made = await ask('POST /api/endpoints', {
      body: { id: 'studio-1', token: 'secret', watch: { token: 'see' }, embedded: { layer: 'h' } },
    });
    expect(made.status).toBe(201);
    expect(made.header('location')).toBe('/api/endpoints/studio-1');
    expect(made.header('etag')).toBe(`"${made.json.revision}"`);
    expect(made.json).toMatchObject({
      id: 'studio-1',
      origin: 'api',
      readOnly: false,
      publish: 'token',
      watch: 'token',
      token: 'secret',
      watchToken: 'see',
      settings: { layer: 'h' },
      live: { viewers: 0 },
    });
    expect(gateway.endpoint('studio-1')).toEqual({ id: 'studio-1', settings: { layer: 'h' } });
    expect(await verdict('studio-1', 'secret')).toBe('granted');
    expect(await verdict('studio-1', 'see')).toBe('insufficient');
    expect(await verdict('studio-1', 'see', 'watch')).toBe('granted');
  });

  it.each([
    [{}, { publish: 'token', watch: 'publisher' }],
    [{ watch: 'public' }, { publish: 'token', watch: 'public' }],
    [{ publish: 'public' }, { publish: 'public', watch: 'public' }],
  ])('%j tells who may do what', async (input, expected) => {
    const { ask } = await adminScene();
    const { json } = await ask('POST /api/endpoints', { body: { id: 'a', ...input } });
    expect(json).toMatchObject(expected);
    expect('token' in json).toBe(expected.publish === 'token');
    if (expected.publish === 'token') expect(json.token).toMatch(/^[\w-]{24}$/);
  });

  it('keeps the blocks of other backends', async () => {
    const { ask } = await adminScene();
    const body = { id: 'a', other: { room: 7 }, embedded: {} };
    const { json } = await ask('POST /api/endpoints', { body });
    expect(json).toMatchObject({ settings: {}, blocks: { other: { room: 7 }, embedded: {} } });
  });

  it('409 for an id that is taken, also by the configuration, and by one under way', async () => {
    const { ask } = await adminScene();
    const body = { id: 'a' };
    const both = [ask('POST /api/endpoints', { body }), ask('POST /api/endpoints', { body })];
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409]);
    const live = await ask('POST /api/endpoints', { body: { id: 'live' } });
    expect(live.problem()).toMatchObject({ status: 409, code: 'endpoint-exists' });
  });

  it('409 for one that another process has kept', async () => {
    const store = memoryStore();
    const scene = await adminScene({ store: { ...store, insert: async () => false } });
    const answer = await scene.ask('POST /api/endpoints', { body: { id: 'a' } });
    expect(answer.problem().code).toBe('endpoint-exists');
    expect(scene.gateway.endpoint('a')).toBeUndefined();
  });

  it('400 with everything that is wrong, each with its path', async () => {
    const { ask } = await adminScene();
    const answer = await ask('POST /api/endpoints', {
      body: { id: 'a/b', token: 'x', publish: 'public', other: { room: 'x', door: 1 }, extra: 1 },
    });
    expect(answer.problem()).toMatchObject({ status: 400, code: 'body-invalid' });
    const paths = answer.problem().problems?.map(({ path }) => path);
    expect(paths?.sort()).toEqual(['extra', 'id', 'other.door', 'other.room']);
    const both = await ask('POST /api/endpoints', {
      body: { id: 'a', token: 'x', publish: 'public' },
    });
    expect(both.problem().problems).toEqual([
      { path: 'publish', message: 'can have a token or publish: public, not both' },
    ]);
  });

  it('what the media server refuses is not made', async () => {
    const script = {
      openEndpoint: async () => {
        throw new WhipError('backend-refused', 'Room 7 is closed.');
      },
    };
    const { ask } = await adminScene({ script });
    const refused = await ask('POST /api/endpoints', { body: { id: 'a' } });
    expect(refused.problem()).toMatchObject({ status: 502, detail: 'Room 7 is closed.' });
    expect((await ask('GET /api/endpoints/a')).status).toBe(404);
  });

  it('what cannot be kept is not made', async () => {
    const store = {
      ...memoryStore(),
      insert: async () => {
        throw new StoreError('failed', '/data/endpoints.db cannot be used (SQLITE_FULL).');
      },
    };
    const { ask, gateway } = await adminScene({ store });
    const refused = await ask('POST /api/endpoints', { body: { id: 'a' } });
    expect(refused.problem()).toMatchObject({
      status: 503,
      code: 'store-unavailable',
      detail: '/data/endpoints.db cannot be used (SQLITE_FULL).',
    });
    expect(gateway.endpoint('a')).toBeUndefined();
  });
});

describe('changing an endpoint', () => {
  async function made(body: object = {}) {
    const scene = await adminScene();
    const { json } = await scene.ask('POST /api/endpoints', { body: { id: 'a', ...body } });
    const change = (input: object, ifMatch?: string) =>
      scene.ask('PUT /api/endpoints/a', { body: input, headers: { 'if-match': ifMatch } });
    return { ...scene, endpoint: json, change };
  }

  // biome-ignore format: one row a line, read it as a table
  it.each([
    [undefined,                              428, 'revision-required'],
    ['"REVISION"',                           200, undefined],
    ['*',                                    200, undefined],
    [' "x", "REVISION" ',                    200, undefined],
    ['"x"',                                  412, 'revision-outdated'],
    ['""',                                   412, 'revision-outdated'],
    ['W/"REVISION"',                         412, 'revision-outdated'],
    ['REVISION',                             400, 'revision-malformed'],
    ['"REVISION", nonsense',                 400, 'revision-malformed'],
    ['',                                     400, 'revision-malformed'],
  ])('If-Match %j: %i %s', async (ifMatch, status, code) => {
    const { endpoint, change } = await made();
    const answer = await change({}, ifMatch?.replace('REVISION', endpoint.revision));
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it('a tag is good once; of two who change at a time one gets 412', async () => {
    const { endpoint, change } = await made();
    const tag = `"${endpoint.revision}"`;
    const answers = await Promise.all([
      change({ token: 'one' }, tag),
      change({ token: 'two' }, tag),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 412]);
    expect(answers[0]?.json.revision).not.toBe(endpoint.revision);
    expect((await change({ token: 'three' }, tag)).status).toBe(412);
  });

  it('other tokens take effect at once, and end no session', async () => {
    const { change, verdict, publish, gateway } = await made({ token: 'old' });
    await publish('a');
    expect((await change({ token: 'new', watch: 'public' }, '*')).json.watch).toBe('public');
    expect([await verdict('a', 'old'), await verdict('a', 'new')]).toEqual(['denied', 'granted']);
    expect(gateway.sessions()).toHaveLength(1);
  });

  it('the token stays unless another is given, and goes with publish: public', async () => {
    const { change, endpoint } = await made();
    expect((await change({ watch: 'public' }, '*')).json.token).toBe(endpoint.token);
    expect((await change({ publish: 'public' }, '*')).json.token).toBeUndefined();
    expect((await change({}, '*')).json.token).toMatch(/^[\w-]{24}$/);
  });

  it('other settings end the sessions; those of other backends do not', async () => {
    const { change, publish, gateway, ask } = await made();
    await publish('a');
    await change({ other: { room: 1 } }, '*');
    await change({ other: { room: 1 }, embedded: { layer: 'highest' } }, '*');
    expect(gateway.sessions()).toHaveLength(1);
    expect((await change({ embedded: { layer: 'l' } }, '*')).json.settings).toEqual({ layer: 'l' });
    expect(gateway.sessions()).toEqual([]);
    expect(gateway.endpoint('a')?.settings).toEqual({ layer: 'l' });
    const { json } = await ask('GET /api/sessions?state=ended');
    expect(json.items).toMatchObject([{ endpointId: 'a', closeReason: 'endpoint-removed' }]);
  });

  it('settings that the media server refuses leave the endpoint as it was', async () => {
    const script = {
      openEndpoint: async ({ settings }: { readonly settings: unknown }) => {
        if (JSON.stringify(settings).includes('bad'))
          throw new WhipError('backend-refused', 'No such layer.');
      },
    };
    const { ask, gateway } = await adminScene({ script });
    const { json } = await ask('POST /api/endpoints', { body: { id: 'a' } });
    const headers = { 'if-match': '*' };
    const body = { embedded: { layer: 'bad' } };
    expect((await ask('PUT /api/endpoints/a', { body, headers })).status).toBe(502);
    expect((await ask('GET /api/endpoints/a')).json).toEqual(json);
    expect(gateway.endpoint('a')?.settings).toEqual({ layer: 'highest' });
  });

  it('404 for one that is not there', async () => {
    const { ask } = await made();
    const headers = { 'if-match': '*' };
    const answer = await ask('PUT /api/endpoints/b', { body: {}, headers });
    expect(answer.problem()).toMatchObject({ status: 404, code: 'endpoint-not-found' });
  });
});

describe('destroying an endpoint', () => {
  it('204; its sessions end, its tokens are void, and its id is free', async () => {
    const { ask, publish, gateway, verdict } = await adminScene();
    await ask('POST /api/endpoints', { body: { id: 'a', token: 'secret' } });
    await publish('a');
    expect((await ask('DELETE /api/endpoints/a')).status).toBe(204);
    expect(gateway.sessions()).toEqual([]);
    expect(await verdict('a', 'secret')).toBe('denied');
    expect((await ask('GET /api/endpoints/a')).status).toBe(404);
    expect((await ask('DELETE /api/endpoints/a')).status).toBe(404);
    expect((await ask('POST /api/endpoints', { body: { id: 'a' } })).status).toBe(201);
  });

  it('heeds If-Match when there is one', async () => {
    const { ask } = await adminScene();
    const { json } = await ask('POST /api/endpoints', { body: { id: 'a' } });
    const headers = (tag: string) => ({ headers: { 'if-match': tag } });
    expect((await ask('DELETE /api/endpoints/a', headers('"x"'))).status).toBe(412);
    expect((await ask('DELETE /api/endpoints/a', headers('x'))).status).toBe(400);
    const own = headers(`"${json.revision}"`);
    expect((await ask('DELETE /api/endpoints/a', own)).status).toBe(204);
  });

  it('goes on when the media server cannot clear it away', async () => {
    const script = {
      closeEndpoint: async () => {
        throw new WhipError('backend-unavailable', 'Down.');
      },
    };
    const { ask, logger } = await adminScene({ script });
    await ask('POST /api/endpoints', { body: { id: 'a' } });
    expect((await ask('DELETE /api/endpoints/a')).status).toBe(204);
    expect(logger.lines.join()).toContain('could not clear an endpoint away');
  });
});

describe('an endpoint of the configuration', () => {
  it.each(['PUT', 'DELETE'])('403 for %s, with the name of its file', async (method) => {
    const { ask, gateway } = await adminScene();
    const body = method === 'PUT' ? { body: {} } : {};
    const answer = await ask(`${method} /api/endpoints/live`, body);
    expect(answer.problem()).toMatchObject({ status: 403, code: 'endpoint-read-only' });
    expect(answer.problem().detail).toContain('whipway.yaml');
    expect(gateway.endpoint('live')).toBeDefined();
  });

  it('is told like any other', async () => {
    const { ask, publish } = await adminScene();
    await publish('live', 'Lavf/61.7.100');
    const { json } = await ask('GET /api/endpoints/live');
    expect(json).toMatchObject({
      origin: 'config',
      readOnly: true,
      token: 'live-token',
      live: { publisher: { client: { kind: 'ffmpeg', userAgent: 'Lavf/61.7.100' } }, viewers: 0 },
    });
  });
});

describe('what the store keeps', () => {
  const kept = (id: string, input: object) => ({
    id,
    input: { token: 'kept', ...input },
    createdAt: 1,
    updatedAt: 2,
    revision: 'r',
    instance: 'i',
  });

  it('is there after the start, while the media server is down', async () => {
    const script = {
      openEndpoint: async () => {
        throw new WhipError('backend-unavailable', 'Down.');
      },
    };
    const store = memoryStore([kept('a', {})]);
    const { ask, verdict, gateway } = await adminScene({ store, script });
    expect((await ask('GET /api/endpoints/a')).json).toMatchObject({ createdAt: 1, revision: 'r' });
    expect(await verdict('a', 'kept')).toBe('granted');
    expect(gateway.endpoint('a')).toBeDefined();
  });

  it('is told, but not served, when its settings do not fit any more; a change repairs it', async () => {
    const store = memoryStore([kept('a', { embedded: { layer: 7 } })]);
    const { ask, gateway, logger } = await adminScene({ store });
    expect((await ask('GET /api/endpoints/a')).json.problem).toContain('do not fit any more');
    expect(gateway.endpoint('a')).toBeUndefined();
    expect(logger.lines.join()).toContain('cannot be served');
    const headers = { 'if-match': '"r"' };
    const repaired = await ask('PUT /api/endpoints/a', { body: { token: 'x' }, headers });
    expect(repaired.json.problem).toBeUndefined();
    expect(gateway.endpoint('a')).toBeDefined();
  });

  it('is hidden by the configuration', async () => {
    const store = memoryStore([kept('live', {})]);
    const { ask, verdict, logger } = await adminScene({ store });
    expect((await ask('GET /api/endpoints')).json.total).toBe(1);
    expect(await verdict('live', 'kept')).toBe('denied');
    expect(logger.lines.join()).toContain('hides one');
  });
});

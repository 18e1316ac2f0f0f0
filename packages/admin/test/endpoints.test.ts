import { describe, expect, it } from '@jest/globals';
import { WhipError } from '@whipway/core';
import { memoryStore, type StoredEndpoint } from '../src/index.js';
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
    ['"a,b", "REVISION"',                    200, undefined],
    ['"x,"REVISION""',                       400, 'revision-malformed'],
    ['"x","REVISION",',                      200, undefined],
    [', "REVISION"',                         200, undefined],
    ['"x,REVISION"',                         412, 'revision-outdated'],
    ['"x" "REVISION"',                       400, 'revision-malformed'],
    [',',                                    400, 'revision-malformed'],
    ['REVISION',                             400, 'revision-malformed'],
    ['"REVISION", nonsense',                 400, 'revision-malformed'],
    ['',                                     400, 'revision-malformed'],
  ])('If-Match %j: %i %s', async (ifMatch, status, code) => {
    const { endpoint, change } = await made();
    const answer = await change({}, ifMatch?.replace('REVISION', endpoint.revision));
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it('a long list that is none is refused at once', async () => {
    const { change } = await made();
    const begun = performance.now();
    expect((await change({}, `"x"${' ,'.repeat(4_000)} !`)).status).toBe(400);
    expect(performance.now() - begun).toBeLessThan(1_000);
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
    expect(json.items).toMatchObject([
      {
        endpointId: 'a',
        closeReason: 'endpoint-removed',
        detail: 'The settings of the endpoint were changed.',
      },
    ]);
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

  it('settings are kept only when the media server has taken them: a crash before loses nothing', async () => {
    const store = memoryStore();
    const seen: unknown[] = [];
    const script = {
      openEndpoint: async () => void seen.push((await store.find('a'))?.input['embedded']),
    };
    const { ask } = await adminScene({ store, script });
    await ask('POST /api/endpoints', { body: { id: 'a', embedded: { layer: 'h' } } });
    const body = { embedded: { layer: 'l' } };
    await ask('PUT /api/endpoints/a', { body, headers: { 'if-match': '*' } });
    expect(seen).toEqual([undefined, { layer: 'h' }]);
    expect((await store.find('a'))?.input['embedded']).toEqual({ layer: 'l' });
  });

  it('settings that cannot be kept are taken back, and the tokens with them', async () => {
    const memory = memoryStore();
    const store = {
      ...memory,
      replace: async () => {
        throw new StoreError('failed', '/data/endpoints.db cannot be used (SQLITE_FULL).');
      },
    };
    const { ask, gateway, verdict } = await adminScene({ store });
    const { json } = await ask('POST /api/endpoints', { body: { id: 'a', token: 'old' } });
    const body = { token: 'new', embedded: { layer: 'l' } };
    const refused = await ask('PUT /api/endpoints/a', { body, headers: { 'if-match': '*' } });
    expect(refused.problem().code).toBe('store-unavailable');
    expect((await ask('GET /api/endpoints/a')).json).toEqual(json);
    expect(gateway.endpoint('a')?.settings).toEqual({ layer: 'highest' });
    expect([await verdict('a', 'old'), await verdict('a', 'new')]).toEqual(['granted', 'denied']);
  });

  it('an endpoint that cannot be put back is told as not served, and the next change repairs it', async () => {
    let refuse = false;
    const script = {
      openEndpoint: async () => {
        if (refuse) throw new WhipError('backend-refused', 'No such layer.');
      },
    };
    const { ask, gateway, logger } = await adminScene({ script });
    const { json } = await ask('POST /api/endpoints', { body: { id: 'a' } });
    const add = gateway.addEndpoint.bind(gateway);
    gateway.addEndpoint = async (definition, options) => {
      if (refuse && options?.prepare !== 'now') throw new Error('out of order');
      await add(definition, options);
    };
    refuse = true;
    const headers = { 'if-match': `"${json.revision}"` };
    const question = { body: { embedded: { layer: 'l' } }, headers };
    expect((await ask('PUT /api/endpoints/a', question)).problem().detail).toBe('No such layer.');
    const told = (await ask('GET /api/endpoints/a')).json;
    expect(told).toMatchObject({ revision: json.revision, settings: json.settings });
    expect(told.problem).toContain('could not be put back');
    expect(logger.lines.join()).toContain('an endpoint could not be put back');
    refuse = false;
    expect((await ask('PUT /api/endpoints/a', question)).json.problem).toBeUndefined();
    expect(gateway.endpoint('a')?.settings).toEqual({ layer: 'l' });
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

describe('what another process has done in the store', () => {
  const CHANGED = { token: 'theirs', embedded: { layer: 'l' } };

  /** Two servers on one store; the second knows the endpoint as it was before the first changed it. */
  async function outdated(input: object | undefined) {
    const store = memoryStore();
    const first = await adminScene({ store });
    const { json } = await first.ask('POST /api/endpoints', { body: { id: 'a', token: 'ours' } });
    const second = await adminScene({ store });
    if (input)
      await first.ask('PUT /api/endpoints/a', { body: input, headers: { 'if-match': '*' } });
    else await first.ask('DELETE /api/endpoints/a');
    return { ...second, store, headers: { 'if-match': `"${json.revision}"` } };
  }

  it('is learnt by the change that meets it: 412 once, then the new one counts', async () => {
    const { ask, headers, gateway, verdict, publish } = await outdated(CHANGED);
    await publish('a');
    const body = { token: 'mine' };
    const refused = await ask('PUT /api/endpoints/a', { body, headers });
    expect(refused.problem().code).toBe('revision-outdated');
    const { json } = await ask('GET /api/endpoints/a');
    expect(json).toMatchObject({ token: 'theirs', settings: { layer: 'l' } });
    expect(gateway.endpoint('a')?.settings).toEqual({ layer: 'l' });
    expect([await verdict('a', 'ours'), await verdict('a', 'theirs')]).toEqual([
      'denied',
      'granted',
    ]);
    const again = { 'if-match': `"${json.revision}"` };
    expect((await ask('PUT /api/endpoints/a', { body, headers: again })).json.token).toBe('mine');
  });

  it('a change that is refused for it ends no session', async () => {
    const { ask, headers, publish, gateway } = await outdated({ token: 'theirs' });
    await publish('a');
    const body = { embedded: { layer: 'h' } };
    expect((await ask('PUT /api/endpoints/a', { body, headers })).status).toBe(412);
    expect(gateway.sessions()).toHaveLength(1);
  });

  it('is heeded by DELETE, too', async () => {
    const { ask, store } = await outdated(CHANGED);
    expect((await ask('DELETE /api/endpoints/a')).status).toBe(412);
    expect((await ask('GET /api/endpoints/a')).json.token).toBe('theirs');
    expect((await ask('DELETE /api/endpoints/a')).status).toBe(204);
    expect(await store.load()).toEqual([]);
  });

  it.each(['PUT', 'DELETE'])('one that it destroyed is gone after a %s', async (method) => {
    const { ask, headers, gateway, verdict } = await outdated(undefined);
    const question = method === 'PUT' ? { body: {}, headers } : { headers };
    expect((await ask(`${method} /api/endpoints/a`, question)).status).toBe(412);
    expect((await ask(`${method} /api/endpoints/a`, question)).status).toBe(404);
    expect(gateway.endpoint('a')).toBeUndefined();
    expect(await verdict('a', 'ours')).toBe('denied');
  });

  it('one that it made is served after the 409', async () => {
    const store = memoryStore();
    const [first, second] = [await adminScene({ store }), await adminScene({ store })];
    await first.ask('POST /api/endpoints', { body: { id: 'a', token: 'theirs' } });
    const body = { id: 'a', token: 'mine' };
    expect((await second.ask('POST /api/endpoints', { body })).status).toBe(409);
    expect((await second.ask('GET /api/endpoints/a')).json.token).toBe('theirs');
    expect(await second.verdict('a', 'theirs')).toBe('granted');
  });

  it('a change in the very moment between is met, too, and this one taken back', async () => {
    const memory = memoryStore();
    const store = {
      ...memory,
      replace: async (next: StoredEndpoint, revision: string) => {
        const theirs = { ...next, input: CHANGED, revision: 'theirs' };
        await memory.replace(theirs, revision);
        return await memory.replace(next, revision);
      },
    };
    const { ask, gateway } = await adminScene({ store });
    await ask('POST /api/endpoints', { body: { id: 'a' } });
    const question = { body: { embedded: { layer: 'h' } }, headers: { 'if-match': '*' } };
    expect((await ask('PUT /api/endpoints/a', question)).status).toBe(412);
    expect((await ask('GET /api/endpoints/a')).json).toMatchObject({
      revision: 'theirs',
      token: 'theirs',
    });
    expect(gateway.endpoint('a')?.settings).toEqual({ layer: 'l' });
  });

  it('that does not fit here is told, not served', async () => {
    const { ask, store, headers, gateway } = await outdated(CHANGED);
    const theirs = await store.find('a');
    if (!theirs) throw new Error('it is gone');
    const next = { ...theirs, revision: 'next', input: { embedded: { layer: 7 } } };
    await store.replace(next, theirs.revision);
    expect((await ask('PUT /api/endpoints/a', { body: {}, headers })).status).toBe(412);
    expect((await ask('GET /api/endpoints/a')).json.problem).toContain('do not fit any more');
    expect(gateway.endpoint('a')).toBeUndefined();
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

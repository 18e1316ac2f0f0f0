import { describe, expect, it } from '@jest/globals';
import { AdminApi } from '../../src/admin/api/admin-api.js';
import { ApiError } from '../../src/admin/api/api-error.js';
import { deadlineOf } from '../../src/admin/api/api-request.js';
import { apiBase } from '../../src/admin/api/current-base.js';
import { fakeServer, json } from '../support/fake-server.js';
import { endpoint, session } from '../support/samples.js';

const base = 'https://h/media/api/';

function api(server: ReturnType<typeof fakeServer>, deadline = 5_000): AdminApi {
  return new AdminApi({ base, token: 'secret', fetch: server.fetch, deadline });
}

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error('no ApiError', { cause: error });
  return error;
}

it('is beside the page, wherever that is mounted', () => {
  expect(apiBase('https://h/media/#/endpoints')).toBe(base);
  expect(apiBase('https://h/index.html')).toBe('https://h/api/');
});

describe('a request', () => {
  it('carries the token, and nothing of it is in the address', async () => {
    const server = fakeServer(() => json({ items: [] }));
    await api(server).backends();
    expect(server.seen[0]?.headers.get('Authorization')).toBe('Bearer secret');
    expect(server.seen[0]?.url.href).toBe(`${base}backends`);
  });

  it('escapes ids and names', async () => {
    const server = fakeServer(() => json(session('a/b')));
    await api(server).session('a/b?c');
    expect(server.seen[0]?.url.pathname).toBe('/media/api/sessions/a%2Fb%3Fc');
  });

  it('reads a list to its last page', async () => {
    const server = fakeServer(
      () => json({ items: [endpoint('a')], next: 'cursor&1', total: 2 }),
      () => json({ items: [endpoint('b')], total: 2 }),
    );
    const ids: string[] = [];
    for await (const page of api(server).endpoints()) ids.push(...page.items.map(({ id }) => id));
    expect(ids).toEqual(['a', 'b']);
    expect(server.seen.map(({ url }) => url.searchParams.get('cursor'))).toEqual([
      null,
      'cursor&1',
    ]);
  });

  it('makes an endpoint', async () => {
    const server = fakeServer(() => json(endpoint('a'), 201, { ETag: '"7"' }));
    const made = await api(server).create({ id: 'a', embedded: { layer: 'lowest' } });
    expect(made.etag).toBe('"7"');
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      body: { id: 'a', embedded: { layer: 'lowest' } },
    });
  });

  it('changes the version of an endpoint that was seen', async () => {
    const server = fakeServer(() => json(endpoint('a', { revision: '8' })));
    const changed = await api(server).update('a', { publish: 'public' }, '"7"');
    expect(server.seen[0]?.headers.get('If-Match')).toBe('"7"');
    expect(server.seen[0]?.method).toBe('PUT');
    expect(changed.etag).toBe('"8"');
  });

  it('destroys, tears down, and issues tokens', async () => {
    const server = fakeServer(
      () => new Response(null, { status: 204 }),
      () => new Response(null, { status: 204 }),
      () => new Response(null, { status: 204 }),
      () => json({ token: 't', action: 'watch', expiresAt: 1 }, 201),
    );
    await api(server).destroy('a');
    await api(server).tearDown('s', 'too loud');
    await api(server).tearDown('s', '');
    await api(server).issueToken('a', 'watch', 60);
    expect(server.seen.map(({ method, body }) => [method, body])).toEqual([
      ['DELETE', undefined],
      ['DELETE', { note: 'too loud' }],
      ['DELETE', undefined],
      ['POST', { action: 'watch', expiresIn: 60 }],
    ]);
  });
});

describe('the end of what is gone already', () => {
  const gone = () => fakeServer(() => json({ title: 'There is no such thing' }, 404));

  it('is no failure', async () => {
    await api(gone()).destroy('a');
    await api(gone()).tearDown('s', '');
  });

  it('is one when the server refuses it', async () => {
    const refusing = fakeServer(() => json({ title: 'no' }, 403));
    expect(await failure(api(refusing).destroy('a'))).toMatchObject({ status: 403 });
    expect(await failure(api(refusing).tearDown('s', ''))).toMatchObject({ status: 403 });
  });
});

describe('the wait for an answer', () => {
  it('is longer for what changes something: a media server may have to do its part', () => {
    expect(deadlineOf({}, {})).toBe(10_000);
    for (const method of ['POST', 'PUT', 'DELETE'] as const)
      expect(deadlineOf({}, { method })).toBe(30_000);
    expect(deadlineOf({ deadline: 5 }, { method: 'PUT' })).toBe(5);
  });
});

describe('a failure', () => {
  it('has the problem’s words, code and places', async () => {
    const problem = {
      title: 'The endpoint cannot be made',
      detail: 'Two values are wrong.',
      code: 'endpoint-invalid',
      problems: [
        { path: 'janus.create.videoCodecs[0]', message: 'is no codec' },
        { path: '', message: 'is odd' },
        { path: 'x' },
        'nonsense',
      ],
    };
    const error = await failure(api(fakeServer(() => json(problem, 422))).create({ id: 'a' }));
    expect(error).toMatchObject({ status: 422, code: 'endpoint-invalid', title: problem.title });
    expect(error.faults).toEqual([
      { path: ['janus', 'create', 'videoCodecs', '0'], message: 'is no codec' },
      { path: [], message: 'is odd' },
    ]);
  });

  it('of something in between is told by its status', async () => {
    const proxy = fakeServer(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const error = await failure(api(proxy).server());
    expect(error.title).toBe('The server refused with status 502');
  });

  it('to reach the server says so, without the token', async () => {
    const gone = fakeServer(() => Promise.reject(new TypeError('fetch failed')));
    const error = await failure(api(gone).server());
    expect(error.unreachable).toBe(true);
    expect(error.title).toBe('The server cannot be reached');
    expect(JSON.stringify([error.message, error.detail])).not.toContain('secret');
  });

  it('to answer in time ends the wait', async () => {
    const silent = fakeServer(
      (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const error = await failure(api(silent, 20).server());
    expect(error.title).toBe('The server does not answer');
  });

  it('that was asked for is passed on as it is', async () => {
    const run = new AbortController();
    const silent = fakeServer(
      (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const answer = api(silent).server(run.signal);
    run.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });
});

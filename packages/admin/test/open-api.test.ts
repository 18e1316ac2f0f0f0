import { describe, expect, it } from '@jest/globals';
import { CLOSE_REASONS } from '@whipway/core';
import fc from 'fast-check';
import { ROUTES } from '../src/api/routes.js';
import { ADMIN_ERROR_CODES, openApiDocument } from '../src/index.js';
import { adminScene, BLOCKS, type Question } from './support/admin-scene.js';
import { type Described, documentChecks } from './support/document-checks.js';

const document = openApiDocument(BLOCKS);
const checks = documentChecks(document);

/** Ids that are there, that are not, and that cannot be. */
const place = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'live', 'A.~-_') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom('%', '%zz', '..', '%2e%2e', 'constructor', '') },
);

const token = fc.oneof(fc.constantFrom('secret', 'a.b.c'), fc.string({ maxLength: 5 }));
const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));

/** Mostly what an endpoint can be, each key now and then something else. */
const endpointBody = fc.record(
  {
    id: fc.oneof({ weight: 5, arbitrary: place }, { weight: 1, arbitrary: anything }),
    token: fc.oneof({ weight: 5, arbitrary: token }, { weight: 1, arbitrary: anything }),
    publish: fc.constantFrom('public', 'private', 1),
    watch: fc.oneof(fc.constantFrom('public', 'x'), fc.record({ token }), anything),
    embedded: fc.oneof(
      fc.record({ layer: fc.constantFrom('h', 'highest', '', 1) }, { requiredKeys: [] }),
      anything,
    ),
    other: fc.oneof(fc.record({ room: fc.oneof(fc.integer(), fc.double()) }), anything),
    extra: anything,
  },
  { requiredKeys: [] },
);

const otherBody = fc.record(
  {
    action: fc.constantFrom('publish', 'watch', 'both'),
    expiresIn: fc.oneof(fc.integer({ min: -1, max: 100_000 }), fc.double(), fc.string()),
    note: fc.oneof(fc.string({ maxLength: 250 }), fc.integer()),
  },
  { requiredKeys: [] },
);

const body = fc.oneof(
  { weight: 4, arbitrary: endpointBody },
  { weight: 3, arbitrary: otherBody },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

const question = fc.record<Question>(
  {
    body,
    text: fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('{', '', 'x'.repeat(70_000))),
    headers: fc.record(
      {
        'if-match': fc.constantFrom('*', '"x"', 'W/"x"', 'x', ''),
        'content-type': fc.constantFrom('application/json', 'text/plain', ''),
        authorization: fc.constantFrom('Bearer wrong', 'Basic x', 'nonsense!', ''),
        host: fc.constantFrom('localhost', 'evil.example'),
        origin: fc.constantFrom('http://127.0.0.1:7080', 'null'),
        'last-event-id': fc.string({ maxLength: 8 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** One in three requests is as good as it can be, so that what works is tested as well. */
const plain = fc.record({
  body: fc.constantFrom<unknown>(
    { id: 'a' },
    { id: 'b', publish: 'public', other: { room: 1 } },
    { action: 'watch' },
    { watch: { token: 'see' } },
    { note: 'enough' },
    {},
  ),
  headers: fc.constant({ 'if-match': '*' }),
});

const query = fc
  .record(
    {
      limit: fc.oneof(fc.integer({ min: -2, max: 600 }), fc.string({ maxLength: 3 })),
      cursor: fc.string({ maxLength: 8 }),
      query: fc.string({ maxLength: 4 }),
      origin: fc.constantFrom('config', 'api', 'x'),
      state: fc.constantFrom('live', 'ended', 'x'),
      kind: fc.constantFrom('publish', 'watch', 'x'),
      endpoint: fc.constantFrom('live', 'a', ''),
      extra: fc.string({ maxLength: 2 }),
    },
    { requiredKeys: [] },
  )
  .map((fields) => {
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(fields)) parameters.set(key, String(value));
    return parameters.toString();
  });

const request = fc.record({
  described: fc.constantFrom(...checks.operations),
  place,
  session: fc.boolean(),
  query: fc.oneof(fc.constant(''), query),
  question: fc.oneof({ weight: 1, arbitrary: plain }, { weight: 2, arbitrary: question }),
});

/** One segment of a path: what would end it is encoded, the rest as little as can be. */
function segment(name: string): string {
  return encodeURI(name).replace(/[/?#]/g, encodeURIComponent);
}

describe('the API and its document', () => {
  it('have the same operations', () => {
    const served = Object.entries(ROUTES).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const described = checks.operations.map(({ method, path }) => `${method} ${path}`);
    expect(described.sort()).toEqual(served.sort());
    const ids = checks.operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('every answer is one that the document has, whatever is asked', async () => {
    const { ask, publish, gateway } = await adminScene();
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 10, maxLength: 30 }), async (requests) => {
        if (gateway.sessions().length === 0) await publish('live', 'Lavf/61.7.100');
        await ask('POST /api/endpoints', { body: { id: 'a' } });
        const [session = ''] = gateway.sessions().map(({ label }) => label);
        for (const each of requests) {
          const { described } = each;
          const name = each.session && described.path.includes('{name}') ? session : each.place;
          const path = described.path.replace(/\{\w+\}/, segment(name));
          if (name === '' && described.path.includes('{')) continue;
          const answer = await ask(
            `${described.method} ${path}${each.query ? `?${each.query}` : ''}`,
            each.question,
          );
          expect([each, checks.faultsOf(described, answer)]).toEqual([each, []]);
        }
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('every operation answers well to who asks as the document says', async () => {
    const { ask, publish, gateway } = await adminScene();
    await publish('live', 'Lavf/61.7.100');
    const [session = ''] = gateway.sessions().map(({ label }) => label);
    const ifMatch = { headers: { 'if-match': '*' } };
    const asked: Readonly<Record<string, readonly [place: string, question?: Question]>> = {
      createEndpoint: ['', { body: { id: 'a', watch: { token: 'see' }, other: { room: 7 } } }],
      changeEndpoint: ['a', { body: { watch: 'public' }, ...ifMatch }],
      readEndpoint: ['a'],
      deleteEndpoint: ['a', ifMatch],
      makeToken: ['live', { body: { action: 'watch' } }],
      readSession: [session],
      readSessionStats: [session],
      tearDownSession: [session, { body: { note: 'enough' } }],
    };
    const order = Object.keys(asked);
    const all = checks.operations
      .map((described) => ({ described, id: described.operation.operationId }))
      .sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
    for (const { described, id } of all) {
      const [place = '', question] = asked[id] ?? [];
      const path = described.path.replace(/\{\w+\}/, place);
      const answer = await ask(`${described.method} ${path}`, question);
      const [good] = Object.keys(described.operation.responses);
      const faults = checks.faultsOf(described, answer);
      expect([id, String(answer.status), faults]).toEqual([id, good, []]);
    }
  });

  it('a body that the document allows is taken, and no other', async () => {
    const describedBy = (id: string): Described => {
      const found = checks.operations.find(({ operation }) => operation.operationId === id);
      if (!found) throw new Error(`there is no operation ${id}`);
      return found;
    };
    const [create, make, end] = ['createEndpoint', 'makeToken', 'tearDownSession'].map(describedBy);
    const { ask } = await adminScene();
    const lines = [
      [create, 'POST /api/endpoints'],
      [make, 'POST /api/endpoints/live/tokens'],
      [end, 'DELETE /api/sessions/none'],
    ] as const;
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(...lines), async (value, [described, line]) => {
        // What goes over the wire: undefined is not there.
        const sent: unknown = JSON.parse(JSON.stringify(value));
        const answer = await ask(line, { body: sent });
        const allowed = described !== undefined && checks.allowsBody(described, sent);
        expect([sent, answer.status !== 400]).toEqual([sent, allowed]);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('the document', () => {
  it('is OpenAPI 3.1 whose references all lead somewhere', () => {
    expect(document['openapi']).toBe('3.1.0');
    const { schemas } = document['components'] as { readonly schemas: object };
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(30);
    for (const [, reference = ''] of references)
      expect(Object.keys(schemas)).toContain(reference.replace('#/components/schemas/', ''));
  });

  it('names every code of the admin API that an operation can have, and every close reason', () => {
    const text = JSON.stringify(document);
    const words = Object.keys({ ...ADMIN_ERROR_CODES, ...CLOSE_REASONS });
    expect(words.filter((word) => !text.includes(`"${word}"`))).toEqual(['path-unknown']);
  });

  it('is what is served', async () => {
    const { ask } = await adminScene();
    expect((await ask('GET /api/openapi.json')).json).toEqual(document);
  });
});

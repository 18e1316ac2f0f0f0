import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TokenRequest } from '../src/http/bearer-token.js';
import { WhipClient } from '../src/whip-client.js';
import { MockEndpoint, SDP, until } from './support/mock-endpoint.js';
import { sampleAnswer } from './support/sample-sdp.js';
import { fakeStream, published, sceneOptions } from './support/scene.js';

let endpoint: MockEndpoint;
let other: MockEndpoint;
beforeEach(async () => {
  endpoint = await MockEndpoint.start();
  other = await MockEndpoint.start();
});
afterEach(async () => {
  await endpoint.stop();
  await other.stop();
});

const CHALLENGE = 'Bearer realm="live", error="invalid_token"';

/** The endpoint takes only one token; which one, a test may change. */
function accept(target: MockEndpoint, token: () => string): void {
  for (const method of ['POST', 'PATCH', 'DELETE'] as const) {
    const respond = target.respond[method];
    target.respond[method] = (request) =>
      request.headers.authorization === `Bearer ${token()}`
        ? respond(request)
        : { status: 401, headers: { 'WWW-Authenticate': CHALLENGE }, body: 'no' };
  }
}

/** Gives one token after the other, the last one for ever, and keeps what it was asked. */
function tokens(...values: readonly (string | undefined)[]) {
  const asked: TokenRequest[] = [];
  return {
    asked,
    token: async (request: TokenRequest) => {
      asked.push(request);
      return values[Math.min(asked.length, values.length) - 1];
    },
  };
}

function sent(target: MockEndpoint): (string | undefined)[] {
  return target.requests.map(({ headers }) => headers.authorization);
}

describe('a token function', () => {
  it('is asked once for many requests', async () => {
    accept(endpoint, () => 'one');
    const { asked, token } = tokens('bearer one');
    const { client, peer } = await published(endpoint, { token });
    peer.gather(5000);
    await endpoint.reached('PATCH', 1);
    await client.stop();
    expect(sent(endpoint)).toEqual(Array(3).fill('Bearer one'));
    expect(asked).toEqual([{ refused: false, challenge: undefined }]);
  });

  it('that gives nothing means no header at all (C-27)', async () => {
    await published(endpoint, { token: () => undefined });
    expect(endpoint.of('POST')[0]?.headers).not.toHaveProperty('authorization');
  });

  it('is shown the challenge of a 401, and what it gives is tried once (C-28)', async () => {
    accept(endpoint, () => 'two');
    const { asked, token } = tokens('one', 'two');
    const { client } = await published(endpoint, { token });
    expect(sent(endpoint)).toEqual(['Bearer one', 'Bearer two']);
    expect(asked.slice(1)).toEqual([{ refused: true, challenge: CHALLENGE }]);
    await client.stop();
    expect(sent(endpoint)[2]).toBe('Bearer two');
  });

  it('is not asked a third time for one request (C-28)', async () => {
    accept(endpoint, () => 'never');
    const { asked, token } = tokens('one', 'two', 'three');
    const failure = published(endpoint, { token });
    await expect(failure).rejects.toMatchObject({
      code: 'refused',
      status: 401,
      challenge: CHALLENGE,
    });
    expect(asked).toHaveLength(2);
    expect(endpoint.of('POST')).toHaveLength(2);
  });

  it.each(['one', undefined])('that has no other, but %j, lets the refusal stand', async (next) => {
    accept(endpoint, () => 'never');
    const { token } = tokens('one', next);
    const failure = published(endpoint, { token });
    await expect(failure).rejects.toMatchObject({ status: 401, challenge: CHALLENGE });
    expect(endpoint.of('POST')).toHaveLength(1);
  });

  it('renews in the middle of a session, for PATCH and DELETE alike (C-28)', async () => {
    let valid = 'one';
    accept(endpoint, () => valid);
    const { asked, token } = tokens('one', 'two', 'three');
    const { client } = await published(endpoint, { token });
    valid = 'two';
    await client.restartIce();
    valid = 'three';
    await client.stop();
    expect(endpoint.of('DELETE').map(({ headers }) => headers.authorization)).toEqual([
      'Bearer two',
      'Bearer three',
    ]);
    expect(asked).toHaveLength(3);
  });

  it('is asked once for two requests that were refused together', async () => {
    let valid = 'one';
    accept(endpoint, () => valid);
    const { asked, token } = tokens('one', 'two', 'three');
    const { client, peer } = await published(endpoint, { token });
    valid = 'two';
    peer.gather(5000);
    await until(() => endpoint.of('PATCH').length > 0, 'a PATCH');
    await client.stop();
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('down'))],
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
  ])('that %s is told, nothing is sent, and the next time it is asked again', async (_, fail) => {
    let failing = true;
    const token = () => (failing ? fail() : 'one');
    const { options } = sceneOptions(endpoint, { token });
    const failure = new WhipClient(options).publish(fakeStream(['audio']));
    await expect(failure).rejects.toMatchObject({
      code: 'token-unavailable',
      status: undefined,
      cause: { message: 'down' },
    });
    expect(endpoint.requests).toEqual([]);
    failing = false;
    await published(endpoint, { token });
  });

  it('that fails after a 401 keeps its status and challenge (C-28)', async () => {
    accept(endpoint, () => 'never');
    const token = ({ refused }: TokenRequest) =>
      refused ? Promise.reject(new Error('logged out')) : 'one';
    await expect(published(endpoint, { token })).rejects.toMatchObject({
      code: 'token-unavailable',
      status: 401,
      challenge: CHALLENGE,
    });
  });

  it('that never answers is a timeout', async () => {
    const token = () => new Promise<string>(() => {});
    const failure = published(endpoint, { token, timeout: 60 });
    await expect(failure).rejects.toMatchObject({ code: 'timeout' });
  });

  it('does not see a 401 of an origin that has no right to the token (C-26)', async () => {
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: `${other.origin}/s` },
      body: sampleAnswer(body),
    });
    accept(other, () => 'one');
    const { asked, token } = tokens('one', 'two');
    const { client } = await published(endpoint, { token });
    await client.stop();
    expect(sent(other)).toEqual([undefined]);
    expect(asked).toHaveLength(1);
  });
});

it('is sent where a redirect leads when that origin is trusted (C-26)', async () => {
  accept(other, () => 'verysecret');
  endpoint.respond.POST = () => ({ status: 307, headers: { Location: other.url } });
  const options = { token: 'verysecret', trustedOrigins: [other.origin] };
  await (await published(endpoint, options)).client.stop();
  expect(other.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  expect(sent(other)).toEqual(['Bearer verysecret', 'Bearer verysecret']);
});

describe('a redirect to another origin that a browser follows', () => {
  beforeEach(() => {
    Object.assign(globalThis, { document: {} });
    accept(other, () => 'verysecret');
    endpoint.respond.POST = () => ({ status: 307, headers: { Location: `${other.url}?at=new` } });
  });

  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'document');
  });

  it('is asked again with the token when that origin is trusted (C-26)', async () => {
    const { client } = await published(endpoint, {
      token: 'verysecret',
      trustedOrigins: [other.origin],
    });
    await client.stop();
    expect(other.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /whip/endpoint/live?at=new',
      'POST /whip/endpoint/live?at=new',
      'DELETE /whip/session/s1',
    ]);
    expect(sent(other)).toEqual([undefined, 'Bearer verysecret', 'Bearer verysecret']);
    expect(other.requests[1]?.body).toBe(other.requests[0]?.body);
  });

  it('is a refusal when it is not (C-26)', async () => {
    const failure = published(endpoint, { token: 'verysecret' });
    await expect(failure).rejects.toMatchObject({ code: 'refused', status: 401 });
    expect(sent(other)).toEqual([undefined]);
  });
});

it('wants URLs in trustedOrigins', () => {
  const make = () => new WhipClient({ url: endpoint.url, trustedOrigins: ['elsewhere'] });
  expect(make).toThrow(expect.objectContaining({ code: 'option-invalid' }));
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { ask, bearer, OFFER, PUBLISHER } from './support/ask.js';
import { type FrontDoor, frontDoor, WATCH_TOKEN } from './support/front-door.js';
import { SAMPLE_COUNTER_OFFER } from './support/sample-answer.js';
import type { SampleBackendOptions } from './support/sample-backend.js';
import { watchOffer } from './support/whip-client.js';

const WATCHER = bearer(WATCH_TOKEN);
const SDP = { 'content-type': 'application/sdp' };
const WATCH = {
  method: 'POST',
  target: '/whep/endpoint/live',
  headers: { ...WATCHER, ...SDP },
  body: watchOffer(),
};

let door: FrontDoor;
afterEach(async () => {
  await door.gateway.close();
  expect(door.gateway.sessions()).toEqual([]);
});

async function open(backend: SampleBackendOptions = {}) {
  door = frontDoor({ backend });
  const target = '/whip/endpoint/live';
  const body = vectorText('OK-O1');
  const created = await ask(door.handler, { method: 'POST', target, headers: OFFER, body });
  return { handler: door.handler, publisher: created.header('location') ?? '' };
}

describe('watching (WHEP)', () => {
  it('201 with a sendonly answer, trickle, restart and DELETE as for a publisher', async () => {
    const { handler } = await open();
    const created = await ask(handler, WATCH);
    expect([created.status, created.header('content-type')]).toEqual([201, 'application/sdp']);
    expect(created.body).toContain('a=sendonly');
    const target = created.header('location') ?? '';
    expect(target).toMatch(/^\/whep\/session\//);
    const headers = { ...WATCHER, 'content-type': 'application/trickle-ice-sdpfrag' };
    const patch = { method: 'PATCH', target };
    const current = { ...headers, 'if-match': created.header('etag') ?? '' };
    const trickle = await ask(handler, { ...patch, headers: current, body: vectorText('OK-F1') });
    expect(trickle.status).toBe(204);
    const any = { ...headers, 'if-match': '*' };
    const restart = await ask(handler, { ...patch, headers: any, body: vectorText('OK-F6') });
    expect(restart.status).toBe(200);
    expect((await ask(handler, { method: 'DELETE', target, headers: WATCHER })).status).toBe(200);
    expect((await ask(handler, { method: 'DELETE', target, headers: WATCHER })).status).toBe(404);
  });

  it('a publisher’s offer is not a player’s: 422', async () => {
    const { handler } = await open();
    expect((await ask(handler, { ...WATCH, body: vectorText('OK-O1') })).status).toBe(422);
  });

  it('nothing published: 404 with Retry-After', async () => {
    const { handler, publisher } = await open();
    await ask(handler, { method: 'DELETE', target: publisher, headers: PUBLISHER });
    const reply = await ask(handler, WATCH);
    expect([reply.status, reply.problem().code]).toEqual([404, 'nothing-published']);
    expect(reply.header('retry-after')).toMatch(/^\d+$/);
  });

  it('a backend that cannot play: 404 with its reason, after the token', async () => {
    const { handler } = await open({ capabilities: { playback: { no: 'it has no ears' } } });
    expect((await ask(handler, { ...WATCH, headers: SDP })).status).toBe(401);
    const reply = await ask(handler, WATCH);
    expect(reply.status).toBe(404);
    expect(reply.problem()).toMatchObject({
      code: 'playback-unsupported',
      detail: 'it has no ears',
    });
    const options = await ask(handler, { method: 'OPTIONS', target: WATCH.target });
    expect(options.status).toBe(200);
  });
});

describe('counter-offers (WHEP, section 4.2)', () => {
  it('406 with the server’s offer; the player’s answer by PATCH is a 204', async () => {
    const { handler } = await open({ counterOffers: true });
    const countered = await ask(handler, WATCH);
    expect(countered.status).toBe(406);
    expect(countered.body).toContain(SAMPLE_COUNTER_OFFER.slice(0, 20));
    expect(countered.header('content-type')).toBe('application/sdp');
    const target = countered.header('location') ?? '';
    expect(target).toMatch(/^\/whep\/session\//);
    const answer = { method: 'PATCH', target, headers: { ...WATCHER, ...SDP } };
    const body = SAMPLE_COUNTER_OFFER.replace('a=sendonly', 'a=recvonly')
      .replace('a=setup:actpass', 'a=setup:active')
      .replace('srvr', 'play');
    const reply = await ask(handler, { ...answer, body });
    expect([reply.status, reply.body]).toEqual([204, '']);
    expect(door.backend.sessions).toHaveLength(2);
    expect((await ask(handler, { method: 'DELETE', target, headers: WATCHER })).status).toBe(200);
  });

  it('an answer that is none is a 4xx, and a publisher’s session takes none at all', async () => {
    const { handler, publisher } = await open({ counterOffers: true });
    const target = (await ask(handler, WATCH)).header('location') ?? '';
    const headers = { ...WATCHER, ...SDP };
    const bad = await ask(handler, { method: 'PATCH', target, headers, body: 'nonsense' });
    expect(bad.status).toBeGreaterThanOrEqual(400);
    expect(bad.status).toBeLessThan(500);
    const wrong = { method: 'PATCH', target: publisher, headers: OFFER, body: 'v=0' };
    expect((await ask(handler, wrong)).status).toBe(415);
  });

  it('WHIP never answers 406 (S-47)', async () => {
    const { handler } = await open();
    const target = '/whip/endpoint/open';
    const headers = { ...OFFER, accept: 'text/plain' };
    const body = vectorText('OK-O1');
    expect((await ask(handler, { method: 'POST', target, headers, body })).status).toBe(201);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { ask, bearer, type HeaderInput, OFFER, PUBLISHER } from './support/ask.js';
import { type FrontDoor, frontDoor, WATCH_TOKEN } from './support/front-door.js';

const FRAGMENT = { 'content-type': 'application/trickle-ice-sdpfrag' };
const STALE = { 'if-match': '"stale"' };
const HUGE = 'x'.repeat(300_000);
const WRONG = bearer('wrong');

/** Every fault of a row at once; the first in the order must win. */
interface Row {
  readonly method: string;
  readonly target: 'endpoint' | 'session' | 'unknown-endpoint' | 'unknown-session';
  readonly headers: HeaderInput;
  readonly body: string;
  readonly status: number;
}

// biome-ignore format: one row a line, read it as a table
const ROWS: readonly (readonly [string, Row])[] = [
  ['401 before 405',              { method: 'PUT',   target: 'endpoint', headers: {}, body: HUGE, status: 401 }],
  ['401 before 415 and 413',      { method: 'POST',  target: 'endpoint', headers: WRONG, body: HUGE, status: 401 }],
  ['403 before 405',              { method: 'PUT',   target: 'endpoint', headers: bearer(WATCH_TOKEN), body: HUGE, status: 403 }],
  ['400 of a malformed credential before 405', { method: 'PUT', target: 'endpoint', headers: { authorization: 'Bearer a b' }, body: '', status: 400 }],
  ['401 before 412',              { method: 'PATCH', target: 'session',  headers: { ...FRAGMENT, ...STALE }, body: 'x', status: 401 }],
  ['401 before 404, no token',    { method: 'POST',  target: 'unknown-endpoint', headers: {}, body: 'x', status: 401 }],
  ['404 before 405',              { method: 'PUT',   target: 'unknown-session', headers: PUBLISHER, body: HUGE, status: 404 }],
  ['404 before 415',              { method: 'PATCH', target: 'unknown-session', headers: PUBLISHER, body: HUGE, status: 404 }],
  ['405 before 415 and 413',      { method: 'PUT',   target: 'endpoint', headers: PUBLISHER, body: HUGE, status: 405 }],
  ['415 before 413',              { method: 'POST',  target: 'endpoint', headers: { ...PUBLISHER, 'content-type': 'text/plain' }, body: HUGE, status: 415 }],
  ['415 before 428',              { method: 'PATCH', target: 'session',  headers: { ...PUBLISHER, 'content-type': 'text/plain' }, body: '', status: 415 }],
  ['415 before 412',              { method: 'PATCH', target: 'session',  headers: { ...PUBLISHER, ...STALE }, body: 'x', status: 415 }],
  ['413 before 428',              { method: 'PATCH', target: 'session',  headers: { ...PUBLISHER, ...FRAGMENT }, body: HUGE, status: 413 }],
  ['413 before 412',              { method: 'PATCH', target: 'session',  headers: { ...PUBLISHER, ...FRAGMENT, ...STALE }, body: HUGE, status: 413 }],
  ['413 before 400',              { method: 'POST',  target: 'endpoint', headers: OFFER, body: HUGE, status: 413 }],
  ['428 before 400',              { method: 'PATCH', target: 'session',  headers: { ...PUBLISHER, ...FRAGMENT }, body: 'x', status: 428 }],
  ['412 before 400',              { method: 'PATCH', target: 'session',  headers: { ...PUBLISHER, ...FRAGMENT, ...STALE }, body: 'x', status: 412 }],
  ['412 before 422',              { method: 'PATCH', target: 'session',  headers: { ...PUBLISHER, ...FRAGMENT, ...STALE }, body: vectorText('BAD-F15'), status: 412 }],
  ['400 when nothing is before it', { method: 'PATCH', target: 'session', headers: { ...PUBLISHER, ...FRAGMENT, 'if-match': '*' }, body: 'x', status: 400 }],
  ['422 when nothing is before it', { method: 'PATCH', target: 'session', headers: { ...PUBLISHER, ...FRAGMENT, 'if-match': '*' }, body: vectorText('BAD-F15'), status: 422 }],
];

describe('order of checks (S-46; RFC 9110, section 13.2.1)', () => {
  let door: FrontDoor;
  afterEach(() => door.gateway.close());

  it.each(ROWS)('%s', async (_name, { method, target, headers, body, status }) => {
    const strict = { bodies: 'strict', ifMatch: 'strict' } as const;
    door = frontDoor({ gateway: { protocol: strict } });
    const created = await ask(door.handler, {
      method: 'POST',
      target: '/whip/endpoint/live',
      headers: OFFER,
      body: vectorText('OK-O1'),
    });
    const targets = {
      endpoint: '/whip/endpoint/live',
      session: created.header('location') ?? '',
      'unknown-endpoint': '/whip/endpoint/nowhere',
      'unknown-session': '/whip/session/nowhere',
    };
    const reply = await ask(door.handler, { method, target: targets[target], headers, body });
    expect([reply.status, reply.body]).toEqual([status, expect.any(String)]);
    expect(reply.problem()).toMatchObject({ status });
  });
});

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@whipway/test-rig/eventually';
import { offerText } from '@whipway/test-rig/offer-text';
import { FakeGalene } from './fake-galene/fake-galene.js';
import { ADMIN } from './fake-galene/galene-admin.js';
import { type FrontDoor, openFrontDoor, TOKEN } from './support/front-door.js';

let galene: FakeGalene;
let door: FrontDoor;

beforeEach(async () => {
  galene = new FakeGalene();
  await galene.comeUp();
  door = await openFrontDoor({ url: galene.url, admin: ADMIN, probeInterval: 600_000 });
});
afterEach(async () => {
  await door.close();
  await galene.goDown();
});

function post(): Promise<Response> {
  const headers = { 'Content-Type': 'application/sdp', Authorization: `Bearer ${TOKEN}` };
  return fetch(door.url(), { method: 'POST', headers, body: offerText() });
}

it.each([
  ['HTML', () => '<html><body>Welcome</body></html>'],
  ['nothing', () => ''],
  ['half an answer', (sdp: string) => sdp.slice(0, sdp.indexOf('a=ice-pwd'))],
])('a 201 with %s is a 502, and session and token are gone', async (_name, body) => {
  galene.override = (request) => {
    if (request.method !== 'POST' || !request.path.endsWith('/.whip')) return undefined;
    galene.override = () => undefined;
    const reply = galene.replyTo(request);
    return reply.then((sent) => ({ ...sent, body: body(sent.body ?? '') }));
  };
  const reply = await post();
  expect([reply.status, (await reply.json()).code]).toEqual([502, 'answer-unusable']);
  await eventually(() => galene.state.sessions.size === 0, 'the session is deleted');
  await eventually(() => galene.state.tokens.size === 0, 'its token is revoked');
  expect(door.gateway.sessions()).toEqual([]);
  expect((await post()).status).toBe(201);
});

it('a refusal is told with its cause, as a problem', async () => {
  await door.close();
  galene.state.groups.set('fixed', { description: {}, everybody: undefined, locked: false });
  const endpoints = { live: { group: 'fixed', token: 'unknown' } };
  door = await openFrontDoor({ url: galene.url }, endpoints);
  const reply = await post();
  expect([reply.status, (await reply.json()).detail]).toEqual([
    502,
    'Galene does not know the token.',
  ]);
});

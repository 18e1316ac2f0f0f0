import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FakeUpstream } from './fake-upstream/fake-upstream.js';
import { type FrontDoor, openFrontDoor } from './support/front-door.js';
import { eventually, makeBackend } from './support/host.js';

let upstream: FakeUpstream;
let door: FrontDoor;

beforeEach(async () => {
  upstream = new FakeUpstream();
  await upstream.comeUp();
  const url = `${upstream.origin}/whip/{endpoint}`;
  door = await openFrontDoor(makeBackend({ url, probe: { method: 'none' } }));
});
afterEach(async () => {
  await door.close();
  await upstream.goDown();
});

it.each([
  ['HTML', () => '<html><body>Welcome</body></html>'],
  ['nothing', () => ''],
  ['half an answer', (sdp: string) => sdp.slice(0, sdp.indexOf('a=ice-pwd'))],
])('a 201 with %s is a 502, and its session is deleted', async (_name, body) => {
  upstream.override = (request) => {
    if (request.method !== 'POST') return undefined;
    upstream.override = () => undefined;
    const reply = upstream.replyTo(request);
    return { ...reply, body: body(reply.body ?? '') };
  };
  const reply = await door.post();
  expect([reply.status, (await reply.json()).code]).toEqual([502, 'answer-unusable']);
  await eventually(() => upstream.requests('DELETE').length === 1, 'it is deleted');
  expect(upstream.sessions.size).toBe(0);
  expect(door.gateway.sessions()).toEqual([]);
  expect((await door.post()).status).toBe(201);
});

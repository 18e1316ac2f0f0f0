import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { PluginError } from './fake-janus/fake-message.js';
import type { FakeOptions } from './fake-janus/fake-options.js';
import { eventually, pause } from './support/backend-host.js';
import { type FakeStage, FakeStages } from './support/fake-stage.js';
import { type FrontDoor, type FrontDoorOptions, openFrontDoor } from './support/front-door.js';
import { offerText } from './support/offer-text.js';

/**
 * What simple-whip-server 1.1.0 gets wrong, each shown absent here: the same requests over HTTP, the
 * same behaviour of Janus. Letters and rows are those of its list of faults.
 */
const stages = new FakeStages();
const doors: FrontDoor[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
  await stages.clear();
});

async function set(
  janus: Partial<FakeOptions> = {},
  options: FrontDoorOptions = {},
): Promise<FakeStage & { door: FrontDoor }> {
  const stage = await stages.set(janus);
  const door = await openFrontDoor(stage.backend, options);
  doors.push(door);
  return { ...stage, door };
}

const SDP = { 'content-type': 'application/sdp' };
const FRAGMENT = { 'content-type': 'application/trickle-ice-sdpfrag' };

function post(door: FrontDoor, body: string, headers: Record<string, string> = SDP) {
  return door.ask('POST', door.url(), { body, headers });
}

function restartBody(ufrag: string, pwd: string): string {
  return `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n`;
}

describe('reference bug', () => {
  it('(a) absent: a client that closes without DELETE frees the endpoint', async () => {
    const { janus, door } = await set();
    const { answer } = await door.publish(offerText());
    expect((await post(door, offerText())).status).toBe(409);
    janus.publisherOf(answer).hangUp('DTLS alert');
    await eventually(async () => (await post(door, offerText())).status === 201, 'free again');
    await eventually(() => janus.publishers.length === 1, 'only the second is left');
  });

  it('(a) absent: so does one that crashed, after the media-lost time', async () => {
    const { janus, door } = await set({}, { timers: { mediaLost: 100 } });
    const { answer } = await door.publish(offerText());
    const handle = janus.publisherOf(answer);
    for (const receiving of [true, false]) handle.media('0', receiving);
    await eventually(() => janus.publishers.length === 0, 'the handle is detached');
    expect((await post(door, offerText())).status).toBe(201);
  });

  it('(a) absent: so does one that never connects, after the connect time', async () => {
    const { janus, door } = await set({}, { timers: { connect: 100 } });
    await door.publish(offerText());
    await eventually(() => janus.publishers.length === 0, 'the handle is detached');
    expect((await post(door, offerText())).status).toBe(201);
  });

  it('(b) absent: keepalives fit the server’s timeout, and a timed-out session is made anew', async () => {
    const { janus, door } = await set({ sessionTimeout: 600 });
    const { location } = await door.publish(offerText());
    await pause(1_300);
    expect((await door.ask('GET', location)).status).toBe(204);
    janus.api.sessions.clear();
    await eventually(async () => (await post(door, offerText())).status === 201, 'POSTs work');
  });

  it('(c) absent: a restart changes ufrag and password, with + and / in both old and new', async () => {
    const { janus, door } = await set();
    const { location, answer } = await door.publish(offerText({ pwd: '+/$1'.repeat(6) }));
    const body = restartBody('new+', '$&/+'.repeat(6));
    const headers = { ...FRAGMENT, 'if-match': '*' };
    expect((await door.ask('PATCH', location, { body, headers })).status).toBe(200);
    const [handle] = janus.publishers;
    expect(handle?.offer).toContain(`a=ice-ufrag:new+\r\na=ice-pwd:${'$&/+'.repeat(6)}\r\n`);
    expect(handle?.offer).not.toContain('+/$1');
    expect(answer).not.toContain(handle?.local.pwd);
  });

  it('(d) absent: there is no own listener that could speak plain HTTP instead of TLS', async () => {
    const { door } = await set();
    const handler = createWhipHandler({
      gateway: door.gateway,
      ports: platformPorts(),
      authorize: staticTokens([]),
    });
    // The host opens the socket; whoever gives node:https to it gets TLS.
    expect(Object.keys(handler)).not.toContain('listen');
  });

  it('(e) absent: a POST that failed leaves neither session nor handle', async () => {
    const { janus, door } = await set();
    janus.faults.refuse('joinandconfigure', new PluginError(499, 'no'));
    expect((await post(door, offerText())).status).toBe(502);
    expect(door.gateway.sessions()).toEqual([]);
    await eventually(() => janus.publishers.length === 0, 'no handle');
    expect((await post(door, offerText())).status).toBe(201);
  });

  it('(f) absent: a hung Janus costs a POST its deadline and no more; what it makes later goes', async () => {
    const { janus, door } = await set({}, { timers: { open: 300 } });
    await door.gateway.health();
    janus.faults.stall();
    const start = Date.now();
    const response = await post(door, offerText());
    expect(response.status).toBe(504);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(Date.now() - start).toBeLessThan(2_000);
    janus.faults.endStall();
    await pause(100);
    await eventually(() => janus.publishers.length === 0, 'nothing is left');
  });

  it('(g) absent: an asynchronous token check is awaited, and denies when it throws', async () => {
    const authorize = async ({ token }: { readonly token?: string | undefined }) => {
      await pause(10);
      if (token === 'broken') throw new Error('database down');
      return token === 'right' ? ('granted' as const) : ('denied' as const);
    };
    const { door } = await set({}, { authorize });
    const status = async (token: string) => {
      const headers = { ...SDP, authorization: `Bearer ${token}` };
      return (await post(door, offerText(), headers)).status;
    };
    expect(await status('wrong')).toBe(401);
    expect(await status('broken')).toBe(401);
    expect(await status('right')).toBe(201);
  });

  it('(h) absent: an event tells that a publisher vanished, and why', async () => {
    const { janus, door } = await set();
    const { answer } = await door.publish(offerText());
    janus.publisherOf(answer).hangUp('ICE failed');
    await eventually(() => door.events.some(({ type }) => type === 'session-closed'), 'the event');
    expect(door.events.at(-1)).toMatchObject({
      type: 'session-closed',
      reason: 'ice-failed',
      detail: 'Janus hung up: ICE failed',
    });
  });

  it('(i) absent: nothing outside /whip and /whep changes for the host', async () => {
    const { door } = await set();
    const handler = createWhipHandler({
      gateway: door.gateway,
      ports: platformPorts(),
      authorize: staticTokens([]),
    });
    const listener = nodeListener(handler);
    const host = createServer((request, response) =>
      listener(request, response, () => response.end('the host’s own')),
    ).listen(0, '127.0.0.1');
    await once(host, 'listening');
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/other`;
    const response = await fetch(url, {
      method: 'POST',
      body: '{',
      headers: { origin: 'http://a' },
    });
    expect(await response.text()).toBe('the host’s own');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    host.close();
    host.closeAllConnections();
  });

  it('(j) absent: a restart that Janus refuses leaves the ETag in force', async () => {
    const { janus, door } = await set();
    const { location, etag } = await door.publish(
      offerText({ ufrag: 'abcd', pwd: 'p'.repeat(22) }),
    );
    janus.faults.refuse('configure', new PluginError(499, 'no'));
    const headers = { ...FRAGMENT, 'if-match': '*' };
    const refused = await door.ask('PATCH', location, {
      body: restartBody('efgh', 'q'.repeat(22)),
      headers,
    });
    expect(refused.status).toBe(502);
    const candidate = 'a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host\r\n';
    const body = restartBody('abcd', 'p'.repeat(22)) + candidate;
    const trickled = await door.ask('PATCH', location, {
      body,
      headers: { ...FRAGMENT, 'if-match': etag },
    });
    expect(trickled.status).toBe(204);
    expect(janus.publishers[0]?.trickled).toHaveLength(1);
  });
});

describe('reference miss', () => {
  it('GET and HEAD (S-40) absent: 204', async () => {
    const { door } = await set();
    const { location } = await door.publish(offerText());
    for (const method of ['GET', 'HEAD'])
      for (const url of [door.url(), location])
        expect((await door.ask(method, url)).status).toBe(204);
    expect((await door.ask('PATCH', door.url(), { body: '', headers: FRAGMENT })).status).toBe(405);
  });

  it('Accept-Post (S-51) absent: in every OPTIONS', async () => {
    const { door } = await set();
    const response = await fetch(door.url(), { method: 'OPTIONS' });
    expect(response.status).toBe(200);
    expect(response.headers.get('accept-post')).toBe('application/sdp');
  });

  it('401 and challenge (S-71, S-74) absent', async () => {
    const { door } = await set();
    const nothing = await post(door, offerText(), { ...SDP, authorization: 'Basic eA==' });
    expect(nothing.status).toBe(401);
    expect(nothing.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
    const junk = await post(door, offerText(), { ...SDP, authorization: 'junkBearer verysecret' });
    expect(junk.status).toBe(401);
    const lower = await post(door, offerText(), { ...SDP, authorization: 'bearer verysecret' });
    expect(lower.status).toBe(201);
  });

  it('content type (S-04, S-05) absent: compared as one, refused with 415', async () => {
    const { door } = await set();
    const type = (value: string) => post(door, offerText(), { 'content-type': value });
    expect((await type('application/json')).status).toBe(415);
    expect((await type('Application/SDP; charset=utf-8')).status).toBe(201);
  });

  it.each([
    ['garbage', 'hello', 400],
    ['no ufrag', offerText().replace(/a=ice-ufrag:.*\r\n/g, ''), 400],
    ['no fingerprint', offerText().replace(/a=fingerprint:.*\r\n/g, ''), 422],
    ['LF line ends', offerText().replace(/\r\n/g, '\n'), 201],
  ])('malformed SDP (S-06) absent: %s', async (_what, offer, status) => {
    const { door } = await set();
    expect((await post(door, offer)).status).toBe(status);
  });

  it.each([
    ['recvonly', offerText().replace(/sendonly/g, 'recvonly')],
    ['inactive', offerText().replace(/sendonly/g, 'inactive')],
    ['no common codec', offerText({ video: ['H263'] })],
    ['two videos', offerText({ kinds: ['video', 'video'] })],
  ])('offers that cannot be served (S-08, S-17, S-20) absent: %s is 422', async (_what, offer) => {
    const { janus, door } = await set();
    const response = await post(door, offer);
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    await eventually(() => janus.publishers.length === 0, 'nothing is left');
  });

  it('CORS (S-55) absent: pages see ETag, Location and Link', async () => {
    const { door } = await set();
    const response = await post(door, offerText(), { ...SDP, origin: 'http://page.example' });
    const exposed = response.headers.get('access-control-expose-headers') ?? '';
    for (const name of ['ETag', 'Location', 'Link']) expect(exposed).toContain(name);
  });

  it('If-Match (S-83, S-84) absent: * restarts in strict mode, a missing one is 428', async () => {
    const { door } = await set({}, { protocol: { ifMatch: 'strict' } });
    const { location, etag } = await door.publish(offerText());
    const body = restartBody('efgh', 'q'.repeat(22));
    expect((await door.ask('PATCH', location, { body, headers: FRAGMENT })).status).toBe(428);
    const headers = { ...FRAGMENT, 'if-match': '*' };
    const restarted = await door.ask('PATCH', location, { body, headers });
    expect(restarted.status).toBe(200);
    expect(restarted.headers.get('etag')).not.toBe(etag);
    const stale = { ...FRAGMENT, 'if-match': `"other", ${etag}` };
    expect((await door.ask('PATCH', location, { body, headers: stale })).status).toBe(412);
  });

  it('204 without ETag (S-82) absent', async () => {
    const { door } = await set();
    const { location, etag } = await door.publish(
      offerText({ ufrag: 'abcd', pwd: 'p'.repeat(22) }),
    );
    const body = `${restartBody('abcd', 'p'.repeat(22))}a=end-of-candidates\r\n`;
    const response = await door.ask('PATCH', location, {
      body,
      headers: { ...FRAGMENT, 'if-match': etag },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('etag')).toBeNull();
  });

  it('bad fragments (S-81) absent: 400', async () => {
    const { door } = await set();
    const { location, etag } = await door.publish(offerText());
    const headers = { ...FRAGMENT, 'if-match': etag };
    const response = await door.ask('PATCH', location, { body: 'hello', headers });
    expect(response.status).toBe(400);
  });

  it('session URL (S-122) absent: 256 random bits', async () => {
    const { door } = await set();
    const { location } = await door.publish(offerText());
    expect(location).toMatch(/\/whip\/session\/[A-Za-z0-9_-]{43}$/);
  });

  it('rtcp-mux-only (S-14) absent: in every section of the answer', async () => {
    const { door } = await set();
    const { answer } = await door.publish(offerText());
    expect(answer.match(/^a=rtcp-mux-only\r$/gm)).toHaveLength(2);
  });

  it('second publisher absent: 409 problem+json, not 403', async () => {
    const { door } = await set();
    await door.publish(offerText());
    const response = await post(door, offerText());
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ status: 409, code: 'endpoint-busy' });
  });
});

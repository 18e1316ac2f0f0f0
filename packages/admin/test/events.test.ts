import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { SILENT_LOGGER } from '@whipway/core';
import type { ResponseSink } from '@whipway/http';
import { fetchHandler } from '@whipway/http/fetch';
import { nodeListener } from '@whipway/http/node';
import { EventHub, type EventLimits } from '../src/events/event-hub.js';
import type { AdminEvent } from '../src/wire/index.js';
import { adminScene, TOKEN } from './support/admin-scene.js';
import { ManualClock } from './support/manual-clock.js';

interface Heard {
  readonly id: string;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: every event has data of its own
  readonly data: any;
}

/** Takes what a stream says apart; comments are left out. */
function parse(text: string): readonly Heard[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)),
      );
      return { id: fields['id'], event: fields['event'], data: JSON.parse(fields['data']) };
    });
}

/** A client whose buffers the test controls. */
function listener(stuck = false) {
  let text = '';
  let waiting = 0;
  const ended: string[] = [];
  const sink: ResponseSink = {
    write: (more) => {
      text += more;
      if (stuck) waiting += more.length;
    },
    waiting: () => waiting,
    end: () => ended.push('end'),
    drop: () => ended.push('drop'),
    onGone: () => {},
  };
  return { sink, ended, text: () => text, events: () => parse(text) };
}

const closed = (name: string): AdminEvent => ({
  event: 'session-closed',
  data: { name, endpointId: 'a', kind: 'publish', reason: 'revoked', closedAt: 1 },
});

function hub(limits: Partial<EventLimits> = {}) {
  const clock = new ManualClock();
  return { clock, events: new EventHub(clock, SILENT_LOGGER, 'run', limits) };
}

const names = (events: readonly Heard[]) => events.map(({ event, data }) => data.name ?? event);

describe('events', () => {
  it('a newcomer hears reset, then what happens', () => {
    const { events } = hub();
    events.tell(closed('before'));
    const one = listener();
    events.listen(undefined)(one.sink);
    events.tell(closed('after'));
    expect(names(one.events())).toEqual(['reset', 'after']);
    expect(one.events().map(({ id }) => id)).toEqual(['run-1', 'run-2']);
  });

  it('who comes back hears what it missed, once and in order', () => {
    const { events } = hub();
    const one = listener();
    const stop = events.listen(undefined)(one.sink);
    events.tell(closed('a'));
    stop();
    events.tell(closed('b'));
    events.tell(closed('c'));
    const again = listener();
    events.listen(one.events().at(-1)?.id)(again.sink);
    events.tell(closed('d'));
    expect(names(one.events())).toEqual(['reset', 'a']);
    expect(names(again.events())).toEqual(['b', 'c', 'd']);
  });

  it('who missed nothing hears nothing', () => {
    const { events } = hub();
    events.tell(closed('a'));
    const one = listener();
    events.listen('run-1')(one.sink);
    expect(one.text()).toBe('');
    events.tell(closed('b'));
    expect(names(one.events())).toEqual(['b']);
  });

  it.each(['run-0', 'run-9', 'other-2', 'run-', 'run-x', 'nonsense', '', 'run--1'])(
    'whose last id is %j and not known any more hears reset',
    (id) => {
      const { events } = hub({ kept: 2 });
      for (const name of ['a', 'b', 'c', 'd']) events.tell(closed(name));
      const one = listener();
      events.listen(id)(one.sink);
      expect(names(one.events())).toEqual(['reset']);
    },
  );

  it('the oldest one that is kept can be gone on from', () => {
    const { events } = hub({ kept: 2 });
    for (const name of ['a', 'b', 'c', 'd']) events.tell(closed(name));
    const one = listener();
    events.listen('run-2')(one.sink);
    expect(names(one.events())).toEqual(['c', 'd']);
  });

  it('who does not read is dropped, and disturbs nobody', () => {
    const { events, clock } = hub({ waiting: 500 });
    const [slow, fast] = [listener(true), listener()];
    events.listen(undefined)(slow.sink);
    events.listen(undefined)(fast.sink);
    for (let count = 0; count < 20; count += 1) events.tell(closed(`s${count}`));
    expect(slow.ended).toEqual(['drop']);
    expect(slow.text().length).toBeLessThan(1_000);
    expect(fast.events()).toHaveLength(21);
    clock.advance(60_000);
    expect(slow.text()).not.toContain('still here');
  });

  it('a silent stream is kept open by comments, for as long as there is one', () => {
    const { events, clock } = hub({ keepAlive: 15_000 });
    const one = listener();
    expect(clock.pending).toBe(0);
    const stop = events.listen(undefined)(one.sink);
    clock.advance(15_000);
    clock.advance(15_000);
    expect(one.text().match(/^: still here$/gm)).toHaveLength(2);
    stop();
    expect(clock.pending).toBe(0);
  });

  it('no more streams than there may be', () => {
    const { events } = hub({ streams: 1 });
    const stop = events.listen(undefined)(listener().sink);
    expect(() => events.listen(undefined)).toThrow(
      expect.objectContaining({ code: 'too-many-streams' }),
    );
    stop();
    events.listen(undefined)(listener().sink);
  });

  it('close ends every stream in order, and takes no more', () => {
    const { events, clock } = hub();
    const [one, late] = [listener(), listener()];
    events.listen(undefined)(one.sink);
    const listen = events.listen(undefined);
    events.close();
    listen(late.sink);
    expect([one.ended, late.ended]).toEqual([['end'], ['end']]);
    expect(() => events.listen(undefined)).toThrow(
      expect.objectContaining({ code: 'shutting-down' }),
    );
    expect(clock.pending).toBe(0);
  });
});

/** The admin API on a real socket. */
async function listening(events: Partial<EventLimits> = {}) {
  const scene = await adminScene({ events });
  const server = createServer(nodeListener(scene.admin.handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { ...scene, server, port, url: `http://127.0.0.1:${port}/api/events` };
}

const headers = { Authorization: `Bearer ${TOKEN}` };

describe('GET /api/events with the Fetch API', () => {
  it.each(['cancel', 'abort'])('a client that leaves by %s is forgotten', async (how) => {
    const { admin } = await adminScene({ events: { streams: 1 } });
    const serve = fetchHandler(admin.handler);
    for (let count = 0; count < 3; count += 1) {
      const leave = new AbortController();
      const response = await serve(
        new Request('http://127.0.0.1/api/events', {
          headers: { ...headers, host: '127.0.0.1' },
          signal: leave.signal,
        }),
      );
      expect(response?.status).toBe(200);
      if (how === 'cancel') await response?.body?.cancel();
      else leave.abort();
    }
  });
});

describe('GET /api/events over a socket', () => {
  it('tells endpoints and sessions as they change, and ends when the server stops', async () => {
    const { ask, admin, gateway, publish, server, url } = await listening();
    const response = await fetch(url, { headers });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const { json } = await ask('POST /api/endpoints', { body: { id: 'a' } });
    await publish('a', 'Lavf/61.7.100');
    const [name] = gateway.sessions().map(({ label }) => label);
    const change = { body: { watch: 'public' }, headers: { 'if-match': '*' } };
    await ask('PUT /api/endpoints/a', change);
    await ask(`DELETE /api/sessions/${name}`, { body: { note: 'enough' } });
    await ask('DELETE /api/endpoints/a');
    await admin.close();
    const heard = parse(await response.text());
    expect(heard.map(({ event }) => event)).toEqual([
      'reset',
      'endpoint-created',
      'session',
      'session',
      'endpoint-updated',
      'session',
      'session-closed',
      'endpoint-deleted',
    ]);
    expect(heard[1]?.data.endpoint).toEqual(json);
    expect(heard[3]?.data.session).toMatchObject({ name, state: 'connecting', endpointId: 'a' });
    expect(heard[4]?.data.endpoint.live.publisher.name).toBe(name);
    expect(heard[6]?.data).toMatchObject({ name, reason: 'revoked', detail: 'enough' });
    server.close();
    await once(server, 'close');
  });

  it('drops a client that does not read', async () => {
    const { ask, server, port, logger } = await listening({ waiting: 200_000 });
    const socket = connect(port, '127.0.0.1');
    // A reset is an end, too: `once` would throw it.
    socket.on('error', () => {});
    const gone = new Promise((resolve) => socket.on('close', resolve));
    socket.write(
      `GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${headers.Authorization}\r\n\r\n`,
    );
    await once(socket, 'readable');
    // Nothing is read from here on; every change tells 50 kB.
    const body = { id: 'a', token: 'x'.repeat(50_000) };
    await ask('POST /api/endpoints', { body });
    const change = { body: { token: 'y'.repeat(50_000) }, headers: { 'if-match': '*' } };
    for (let count = 0; count < 400 && !logger.lines.join().includes('dropped'); count += 1)
      await ask('PUT /api/endpoints/a', change);
    expect(logger.lines.join()).toContain('an event stream was dropped');
    socket.resume();
    await gone;
    server.close();
    await once(server, 'close');
  });

  it('a client that leaves is forgotten', async () => {
    const { url, server } = await listening({ streams: 1 });
    for (let count = 0; count < 3; count += 1) {
      const leave = new AbortController();
      let response = await fetch(url, { headers, signal: leave.signal });
      while (response.status === 503)
        response = await fetch(url, { headers, signal: leave.signal });
      expect(response.status).toBe(200);
      leave.abort();
    }
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
});

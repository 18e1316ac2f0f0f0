import { afterEach, describe, expect, it } from '@jest/globals';
import type { AdminEvent } from '../../src/admin/live/admin-event.js';
import { EventFeed, type FeedState } from '../../src/admin/live/event-feed.js';
import { connectionWords, isBarred } from '../../src/admin/parts/connection-words.js';
import { fakeServer, json } from '../support/fake-server.js';
import { endpoint } from '../support/samples.js';

const encoder = new TextEncoder();

/** A stream of events that the test writes to. */
function eventStream() {
  let write: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      write = controller;
    },
  });
  return {
    response: () => new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }),
    send: (text: string) => write?.enqueue(encoder.encode(text)),
    /** Every byte by itself. */
    trickle: (text: string) => {
      for (const byte of encoder.encode(text)) write?.enqueue(Uint8Array.of(byte));
    },
    end: () => write?.close(),
  };
}

const feeds: EventFeed[] = [];

afterEach(() => {
  for (const feed of feeds.splice(0)) feed.stop();
});

function follow(server: ReturnType<typeof fakeServer>, silence = 5_000) {
  const events: AdminEvent[] = [];
  const states: FeedState[] = [];
  const feed = new EventFeed({
    access: { base: 'https://h/api/', token: 'secret', fetch: server.fetch },
    onEvent: (event) => events.push(event),
    pause: { shortest: 5, longest: 20 },
    silence,
  });
  feed.state.subscribe(() => states.push(feed.state.get()));
  feeds.push(feed);
  feed.start();
  return { feed, events, states };
}

async function until(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 2_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('the feed of events', () => {
  it('reads events as they come, cut wherever they are', async () => {
    const stream = eventStream();
    const { events, states } = follow(fakeServer(stream.response));
    const data = JSON.stringify({ endpoint: endpoint('ä') });
    const text = `: keep-alive\n\nid: 1\nevent: endpoint-created\ndata: ${data}\n\n`;
    stream.trickle(text);
    await until(() => events.length === 1);
    expect(events).toEqual([{ type: 'endpoint-created', endpoint: endpoint('ä') }]);
    expect(states).toEqual(['open']);
  });

  it('sends the token in a header, where EventSource could not', async () => {
    const server = fakeServer(eventStream().response);
    follow(server);
    await until(() => server.seen.length === 1);
    expect(server.seen[0]?.url.href).toBe('https://h/api/events');
    expect(server.seen[0]?.headers.get('Authorization')).toBe('Bearer secret');
    expect(server.seen[0]?.headers.has('Last-Event-ID')).toBe(false);
  });

  it('comes back and asks for what it missed', async () => {
    const first = eventStream();
    const second = eventStream();
    const refused = () => Promise.reject(new TypeError('connection refused'));
    const server = fakeServer(first.response, refused, refused, second.response);
    const { events, states } = follow(server);
    first.send('id: 41\nevent: reset\ndata: {}\n\n');
    await until(() => events.length === 1);
    first.end();
    await until(() => states.at(-1) === 'open' && states.length === 3);
    second.send('event: reset\ndata: {}\n\n');
    await until(() => events.length === 2);
    expect(states).toEqual(['open', 'lost', 'open']);
    expect(server.seen.at(-1)?.headers.get('Last-Event-ID')).toBe('41');
  });

  it('gives up a connection on which nothing comes', async () => {
    const server = fakeServer(eventStream().response, eventStream().response);
    const { states } = follow(server, 30);
    await until(() => states.length === 3);
    expect(states).toEqual(['open', 'lost', 'open']);
  });

  it('does not give up one that is kept alive by comments', async () => {
    const stream = eventStream();
    const { states } = follow(fakeServer(stream.response), 60);
    for (let round = 0; round < 8; round += 1) {
      stream.send(': still here\n\n');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(states).toEqual(['open']);
  });

  it('stops when the token is refused', async () => {
    const server = fakeServer(() => json({ title: 'no' }, 401));
    const { states } = follow(server);
    await until(() => states.at(-1) === 'refused');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(server.seen).toHaveLength(1);
  });

  it('does not take 403 for a wrong token: says what the server says, and tries again', async () => {
    const title = 'This host name is not served';
    const barred = () => json({ title, detail: 'List it in admin.hosts.' }, 403);
    let open = false;
    const stream = eventStream();
    const { feed, states } = follow(fakeServer(() => (open ? stream.response() : barred())));
    await until(() => states.at(-1) === 'lost');
    expect(feed.problem.get()).toMatchObject({ status: 403, title });
    expect(connectionWords(feed.problem.get())).toBe(`${title}. List it in admin.hosts.`);
    expect(isBarred(feed.problem.get(), 'loading')).toBe(true);
    expect(isBarred(feed.problem.get(), 'ready')).toBe(false);
    open = true;
    await until(() => states.at(-1) === 'open');
    expect(states).toEqual(['lost', 'open']);
    expect(feed.problem.get()).toBeUndefined();
  });

  it('says that a server does not answer, when it does not', async () => {
    const { feed, states } = follow(fakeServer(() => Promise.reject(new TypeError('refused'))));
    await until(() => states.at(-1) === 'lost');
    expect(connectionWords(feed.problem.get())).toBe('The server does not answer.');
  });

  it('keeps trying a server that is not well', async () => {
    const stream = eventStream();
    const ill = () => json({ title: 'ill' }, 503);
    const server = fakeServer(ill, ill, stream.response);
    const { states } = follow(server);
    await until(() => states.at(-1) === 'open');
    expect(states).toEqual(['lost', 'open']);
  });

  it('tries at once when it is told to', async () => {
    const refused = () => Promise.reject(new TypeError('connection refused'));
    const server = fakeServer(refused, eventStream().response);
    const feed = new EventFeed({
      access: { base: 'https://h/api/', token: 'secret', fetch: server.fetch },
      onEvent: () => {},
      pause: { shortest: 60_000, longest: 60_000 },
    });
    feeds.push(feed);
    feed.start();
    await until(() => feed.state.get() === 'lost');
    feed.retryNow();
    await until(() => feed.state.get() === 'open');
  });

  it('is silent once it is stopped, and begins anew when it is started again', async () => {
    const first = eventStream();
    const second = eventStream();
    const server = fakeServer(first.response, second.response);
    const { feed, events } = follow(server);
    first.send('id: 41\nevent: reset\ndata: {}\n\n');
    await until(() => events.length === 1);
    feed.stop();
    feed.start();
    await until(() => server.seen.length === 2);
    expect(server.seen[1]?.headers.has('Last-Event-ID')).toBe(false);
  });
});

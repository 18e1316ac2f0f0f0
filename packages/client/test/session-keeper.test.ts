import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientError } from '../src/client-error.js';
import { type KeeperOptions, SessionKeeper } from '../src/session-keeper.js';
import { sleep } from '../src/waiting.js';
import { WhepClient } from '../src/whep-client.js';
import { MockEndpoint, quiet, SDP, until } from './support/mock-endpoint.js';
import { sampleAnswer } from './support/sample-sdp.js';
import { sceneOptions } from './support/scene.js';

let endpoint: MockEndpoint;
beforeEach(async () => {
  endpoint = await MockEndpoint.start();
});
afterEach(async () => {
  // Also after a failed test: a keeper that runs on keeps the whole run from ending.
  for (const keeper of keepers.splice(0)) await keeper.stop();
  await endpoint.stop();
});

const keepers: SessionKeeper<WhepClient>[] = [];

interface Seen {
  readonly clients: WhepClient[];
  readonly waiting: { readonly error: ClientError; readonly delay: number }[];
  readonly failed: ClientError[];
  readonly previous: (WhepClient | undefined)[];
}

function keep(options: Partial<KeeperOptions<WhepClient>> = {}) {
  const seen: Seen = { clients: [], waiting: [], failed: [], previous: [] };
  const keeper = new SessionKeeper<WhepClient>({
    firstPause: 10,
    longestPause: 40,
    jitter: 0,
    ...options,
    open: async (signal, last) => {
      seen.previous.push(last);
      const client = new WhepClient(sceneOptions(endpoint).options);
      await client.play(signal);
      return client;
    },
  });
  keepers.push(keeper);
  keeper.on('session', (client) => seen.clients.push(client));
  keeper.on('waiting', (waiting) => seen.waiting.push(waiting));
  keeper.on('failed', (error) => seen.failed.push(error));
  return { keeper, seen, running: keeper.run() };
}

function playable(): void {
  endpoint.respond.POST = ({ body }) => ({
    status: 201,
    headers: { ...SDP, Location: '/s' },
    body: sampleAnswer(body),
  });
}

/** The reply to the POST waits until it is let go. */
function heldPost(): { readonly answer: () => void } {
  playable();
  const reply = endpoint.respond.POST;
  const gate = new AbortController();
  endpoint.respond.POST = async (request) => {
    await sleep(5000, gate.signal);
    return reply(request);
  };
  return { answer: () => gate.abort() };
}

describe('a kept session', () => {
  it('waits as long as Retry-After says (C-29)', async () => {
    endpoint.respond.POST = () => ({ status: 404, headers: { 'Retry-After': '60' } });
    const { keeper, seen, running } = keep();
    await until(() => seen.waiting.length === 1, 'a pause');
    expect(seen.waiting[0]?.delay).toBe(60_000);
    await quiet();
    expect(endpoint.of('POST')).toHaveLength(1);
    playable();
    keeper.retryNow();
    await until(() => seen.clients.length === 1, 'a session');
    await keeper.stop();
    await running;
    expect(endpoint.of('DELETE')).toHaveLength(1);
  });

  it('waits a month when Retry-After says so, instead of asking all the time (C-29)', async () => {
    const seconds = 30 * 24 * 3600;
    endpoint.respond.POST = () => ({ status: 503, headers: { 'Retry-After': `${seconds}` } });
    const { seen } = keep();
    await until(() => seen.waiting.length === 1, 'a pause');
    expect(seen.waiting[0]?.delay).toBe(seconds * 1000);
    await quiet();
    expect(endpoint.of('POST')).toHaveLength(1);
  });

  it('is opened anew when it ends, and pauses grow only while it does not open (C-29)', async () => {
    endpoint.respond.POST = () => ({ status: 503 });
    const { keeper, seen, running } = keep();
    await until(() => seen.waiting.length >= 3, 'three pauses');
    playable();
    await until(() => seen.clients.length === 1, 'a session');
    seen.waiting.length = 0;
    endpoint.respond.POST = () => ({ status: 503 });
    endpoint.respond.PATCH = () => ({ status: 404 });
    await expect(seen.clients[0]?.restartIce()).rejects.toMatchObject({ code: 'session-gone' });
    await until(() => seen.waiting.length >= 5, 'five pauses');
    expect(seen.waiting.slice(0, 5).map(({ delay }) => delay)).toEqual([10, 20, 40, 40, 40]);
    playable();
    await until(() => seen.clients.length === 2, 'the next session');
    expect(seen.previous[0]).toBeUndefined();
    expect(seen.previous.at(-1)).toBe(seen.clients[0]);
    await keeper.stop();
    await running;
  });

  it('does not come back at the same moment as all others', async () => {
    endpoint.respond.POST = () => ({ status: 503, headers: { 'Retry-After': '1' } });
    const { keeper, seen, running } = keep({ jitter: 0.5 });
    for (let tries = 1; tries <= 5; tries += 1) {
      await until(() => seen.waiting.length === tries, 'a pause');
      keeper.retryNow();
    }
    const delays = seen.waiting.map(({ delay }) => delay);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1500);
    expect(new Set(delays).size).toBeGreaterThan(1);
    await keeper.stop();
    await running;
  });

  it('waits until the date of a Retry-After (C-29)', async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    endpoint.respond.POST = () => ({ status: 503, headers: { 'Retry-After': date } });
    const { seen } = keep();
    await until(() => seen.waiting.length === 1, 'a pause');
    expect(seen.waiting[0]?.delay).toBeGreaterThan(80_000);
    expect(seen.waiting[0]?.delay).toBeLessThanOrEqual(90_000);
  });

  it('outlives what a lost reply has left on the server (C-29)', async () => {
    const replies = [{ status: 0, answer: false }, { status: 409 }, { status: 409 }];
    endpoint.respond.POST = () => {
      const reply = replies.shift();
      if (replies.length === 0) playable();
      return reply ?? { status: 500 };
    };
    const { keeper, seen, running } = keep();
    await until(() => seen.clients.length === 1, 'a session');
    const statuses = seen.waiting.map(({ error }) => error.status ?? error.code);
    expect(statuses).toEqual(['unreachable', 409, 409]);
    await keeper.stop();
    await running;
  });

  it.each([
    [401, {}],
    [403, {}],
    [409, { orphanPatience: 0 }],
    [409, { again: ({ code }: ClientError) => code === 'unreachable' }],
  ])('is given up at a %i after a lost reply, with %j', async (status, options) => {
    let lost = false;
    endpoint.respond.POST = () => {
      const reply = lost ? { status } : { status: 0, answer: false };
      lost = true;
      return reply;
    };
    const { seen, running } = keep(options);
    await running;
    expect(seen.failed.map((error) => error.status)).toEqual([status]);
  });

  it.each([401, 409])('is given up at a %i, where another try would not help', async (status) => {
    endpoint.respond.POST = () => ({ status });
    const { seen, running } = keep();
    await running;
    expect(seen.failed.map((error) => error.status)).toEqual([status]);
    expect(seen.waiting).toEqual([]);
  });

  it('is deleted before the stop is done when its POST was still pending (C-22)', async () => {
    const pending = heldPost();
    const { keeper, seen, running } = keep();
    await endpoint.reached('POST', 1);
    let stopped = false;
    const stopping = keeper.stop().then(() => {
      stopped = true;
    });
    await running;
    await quiet(50);
    expect(stopped).toBe(false);
    pending.answer();
    await stopping;
    expect(endpoint.of('DELETE').map(({ path }) => path)).toEqual(['/s']);
    expect(seen.clients).toEqual([]);
  });

  it('is deleted after the stop when its client was not given the signal (C-22)', async () => {
    const pending = heldPost();
    const keeper = new SessionKeeper<WhepClient>({
      open: async () => {
        const client = new WhepClient(sceneOptions(endpoint).options);
        await client.play();
        return client;
      },
    });
    let sessions = 0;
    keeper.on('session', () => {
      sessions += 1;
    });
    const running = keeper.run();
    await endpoint.reached('POST', 1);
    await keeper.stop();
    pending.answer();
    await running;
    expect(endpoint.of('DELETE').map(({ path }) => path)).toEqual(['/s']);
    expect(sessions).toBe(0);
  });

  it('is not opened after the stop', async () => {
    endpoint.respond.POST = () => ({ status: 503 });
    const { keeper, seen, running } = keep({ firstPause: 30 });
    await until(() => seen.waiting.length === 1, 'a pause');
    await keeper.stop();
    await running;
    const before = endpoint.of('POST').length;
    await quiet();
    expect(endpoint.of('POST')).toHaveLength(before);
    expect(seen.failed).toEqual([]);
  });
});

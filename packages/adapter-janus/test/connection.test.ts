import { afterEach, describe, expect, it } from '@jest/globals';
import { AbortHandle, SILENT_LOGGER } from '@whipway/core';
import type { JanusBackend } from '../src/index.js';
import { FakeJanus } from './fake-janus/fake-janus.js';
import { CoreError } from './fake-janus/fake-message.js';
import type { FakeOptions } from './fake-janus/fake-options.js';
import {
  type BackendBlock,
  CALL,
  CLOCK,
  eventually,
  makeBackend,
  pause,
  publish,
} from './support/backend-host.js';
import { offerText } from './support/offer-text.js';

const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop();
});

/** A fake and a backend on it; both end with the test. */
async function set(
  options: Partial<FakeOptions> = {},
  block: Partial<BackendBlock> = {},
): Promise<{ janus: FakeJanus; backend: JanusBackend }> {
  const janus = await FakeJanus.start(options);
  const backend = makeBackend({ url: janus.url, ...block });
  running.push({ stop: () => backend.close() }, { stop: () => janus.goDown() });
  return { janus, backend };
}

function count(janus: FakeJanus, name: string): number {
  return janus.requests.filter((request) => request.janus === name).length;
}

describe('one connection', () => {
  it('opens nothing before it is needed', async () => {
    const { janus } = await set();
    await pause(100);
    expect(janus.requests).toEqual([]);
  });

  it('carries all sessions on one Janus session, connected once', async () => {
    const { janus, backend } = await set();
    await Promise.all([1, 2, 3, 4].map((n) => publish(backend, offerText(), {}, { id: `${n}` })));
    expect(janus.api.sessions.size).toBe(1);
    expect(janus.publishers).toHaveLength(4);
    expect(count(janus, 'create')).toBe(1);
  });

  it.each([true, false])('matches by transaction, with late ack: %s', async (lateAck) => {
    const { backend } = await set({ lateAck });
    const { session } = await publish(backend, offerText());
    expect(session.answer).toContain('a=candidate:');
    await session.close('client-deleted');
    await expect(backend.health(CALL)).resolves.toBeUndefined();
  });

  it('passes over what is no message of Janus', async () => {
    const { janus, backend } = await set();
    await backend.health(CALL);
    const [session] = janus.api.sessions.values();
    for (const text of ['garbage', '[]', '{"janus":7}', '{"janus":"event","sender":"x"}'])
      session?.socket?.send(text);
    await expect(backend.health(CALL)).resolves.toBeUndefined();
  });

  it('says that Janus cannot be reached', async () => {
    const { janus, backend } = await set();
    await janus.goDown();
    await expect(backend.health(CALL)).rejects.toMatchObject({ code: 'backend-unavailable' });
  });

  it('does not wait longer than its own limit for a Janus that does not answer at all', async () => {
    const { janus, backend } = await set({}, { connectTimeout: 200 });
    janus.faults.stall();
    await expect(backend.health(CALL)).rejects.toMatchObject({ code: 'backend-timeout' });
  });
});

describe('keepalive', () => {
  it('comes often enough for the server’s own session timeout', async () => {
    const { janus, backend } = await set({ sessionTimeout: 600 });
    await backend.health(CALL);
    const { reports } = await publish(backend, offerText());
    await pause(1_500);
    expect(reports.said).toEqual([]);
    expect([...janus.api.sessions.values()][0]?.keepalives).toBeGreaterThan(4);
    await expect(publish(backend, offerText(), {}, { id: 'other' })).resolves.toBeDefined();
  });

  it('comes at its own pace where sessions never time out', async () => {
    const { janus, backend } = await set({ sessionTimeout: 0 }, { keepaliveInterval: 100 });
    await publish(backend, offerText());
    await eventually(() => count(janus, 'keepalive') > 3, 'keepalives');
  });

  it('without an answer means that Janus is gone: its sessions end', async () => {
    const timing = { keepaliveInterval: 100, keepaliveTimeout: 150 };
    const { janus, backend } = await set({}, timing);
    const { reports } = await publish(backend, offerText());
    janus.faults.stall();
    await eventually(() => reports.said.length > 0, 'the session ends', 2_000);
    expect(reports.said).toEqual(['hungUp backend-lost: the connection was lost']);
    janus.faults.endStall();
    await eventually(() => backend.health(CALL).then(() => true), 'healthy again');
  });
});

describe('a Janus session that ended', () => {
  it('by its timeout is made anew, and its publishers hear of it', async () => {
    const { janus, backend } = await set();
    const { reports } = await publish(backend, offerText());
    const [session] = janus.api.sessions.values();
    janus.api.sessions.delete(session?.id ?? 0);
    session?.tell({ janus: 'timeout' });
    await eventually(() => reports.said.length > 0, 'the end');
    expect(reports.said[0]).toContain('hungUp backend-closed: Janus ended the gateway’s session');
    await expect(publish(backend, offerText())).resolves.toBeDefined();
  });

  it('without a word is noticed by the next POST, which succeeds', async () => {
    const { janus, backend } = await set();
    const { reports } = await publish(backend, offerText());
    janus.api.sessions.clear();
    await expect(publish(backend, offerText(), {}, { id: 'other' })).resolves.toBeDefined();
    expect(reports.said).toHaveLength(1);
    expect(janus.publishers).toHaveLength(1);
  });

  it('without a word is noticed by the keepalive', async () => {
    const { janus, backend } = await set({}, { keepaliveInterval: 100 });
    const { reports } = await publish(backend, offerText());
    janus.api.sessions.clear();
    await eventually(() => reports.said.length > 0, 'the end');
    await eventually(() => janus.api.sessions.size === 1, 'a session again');
  });
});

describe('a WebSocket that broke', () => {
  it('without reclaim ends all sessions, and comes back by itself', async () => {
    const { janus, backend } = await set();
    const opened = await Promise.all(
      ['a', 'b'].map((id) => publish(backend, offerText(), {}, { id })),
    );
    janus.dropSockets();
    await eventually(() => opened.every(({ reports }) => reports.said.length > 0), 'both end');
    for (const { reports } of opened)
      expect(reports.said).toEqual(['hungUp backend-lost: the connection was lost']);
    await eventually(() => janus.api.sessions.size === 1, 'connected again, nobody asked');
    expect(janus.publishers).toHaveLength(0);
  });

  it('with reclaim is claimed, and publishers live on', async () => {
    const { janus, backend } = await set({ reclaimTimeout: 2_000 });
    const { session, reports } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    janus.dropSockets();
    await eventually(() => count(janus, 'claim') === 1, 'the claim');
    handle.media('1', true);
    await eventually(() => reports.said.length > 0, 'events come again');
    expect(reports.said).toEqual(['mediaUp']);
    expect(count(janus, 'create')).toBe(1);
    await session.close('client-deleted');
    expect(janus.publishers).toHaveLength(0);
  });

  it('with reclaim makes a PATCH wait for the claim', async () => {
    const { janus, backend } = await set({ reclaimTimeout: 2_000 });
    const { session } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    const release = janus.faults.hold('claim');
    janus.dropSockets();
    await eventually(() => count(janus, 'claim') === 1, 'the claim is on its way');
    const credentials = { ufrag: 'abcd', pwd: 'p'.repeat(24) };
    const ended = { mid: '0', ...credentials, candidates: [], endOfCandidates: true };
    const adding = session.addCandidates(ended, CALL);
    await pause(50);
    expect(handle.trickled).toEqual([]);
    release();
    await adding;
    expect(handle.trickled).toEqual([{ completed: true }]);
  });

  it('that stays away longer than the reclaim time ends the sessions', async () => {
    const { janus, backend } = await set({ reclaimTimeout: 300 });
    const { reports } = await publish(backend, offerText());
    await janus.goDown();
    await pause(150);
    expect(reports.said).toEqual([]);
    await eventually(() => reports.said.length > 0, 'the end');
    expect(reports.said[0]).toContain('hungUp backend-lost');
  });

  it('whose claim is refused ends the sessions and begins a new one', async () => {
    const { janus, backend } = await set({ reclaimTimeout: 5_000 });
    const { reports } = await publish(backend, offerText());
    await janus.goDown();
    await janus.comeUp();
    await eventually(() => janus.api.sessions.size === 1, 'a new session');
    await eventually(() => reports.said.length > 0, 'the end of the old one');
    expect(reports.said).toEqual(['hungUp backend-lost: the session was not claimed']);
  });

  it('after a claim asks who is still there: a publisher that is not has ended', async () => {
    const { janus, backend } = await set({ reclaimTimeout: 2_000 });
    const { session, reports } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    handle.webrtcUp();
    await backend.health(CALL);
    janus.dropSockets();
    handle.hangUp('ICE failed');
    await eventually(() => reports.said.length > 0, 'the end that no event told');
    expect(reports.said[0]).toContain('hungUp backend-closed: ended while the connection');
  });

  it('detaches after a claim what it could not detach before', async () => {
    const block = { requestTimeout: 10_000, keepaliveInterval: 100, keepaliveTimeout: 150 };
    const { janus, backend } = await set({ reclaimTimeout: 5_000 }, block);
    const { session } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    const found = janus.faults.lose('detach');
    const closing = session.close('client-deleted');
    const asked = () =>
      janus.requests.some(
        ({ janus: name, handle_id: id }) => name === 'detach' && id === handle.id,
      );
    await eventually(asked, 'the detach is on its way');
    found();
    janus.dropSockets();
    await closing;
    await eventually(() => janus.publishers.length === 0, 'nothing is left');
  });
});

describe('an abandoned POST', () => {
  it('whose attach is answered late leaves nothing', async () => {
    const { janus, backend } = await set();
    await backend.health(CALL);
    const release = janus.faults.hold('attach');
    const abort = new AbortHandle();
    const opening = publish(
      backend,
      offerText(),
      { room: 1234 },
      { call: { signal: abort.signal } },
    );
    await eventually(() => count(janus, 'attach') === 1, 'the attach');
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'aborted' });
    release();
    await eventually(() => count(janus, 'detach') === 1, 'the detach');
    expect(janus.publishers).toHaveLength(0);
  });

  it('whose join is still running is detached at once', async () => {
    const { janus, backend } = await set();
    await backend.health(CALL);
    janus.faults.hold('joinandconfigure');
    const abort = new AbortHandle();
    const opening = publish(backend, offerText(), {}, { call: { signal: abort.signal } });
    await eventually(() => janus.bodies('joinandconfigure').length === 1, 'the join');
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'aborted' });
    await eventually(() => janus.publishers.length === 0, 'nothing is left');
  });
});

describe('a limit', () => {
  /** Ten seconds pass in a fifth of one. */
  const HURRIED = {
    ...CLOCK,
    after: (delay: number, then: () => void) => CLOCK.after(delay / 50, then),
  };

  it('of an attach passes: what comes later is detached all the same', async () => {
    const janus = await FakeJanus.start();
    const backend = makeBackend(
      { url: janus.url, keepaliveTimeout: 60_000 },
      SILENT_LOGGER,
      HURRIED,
    );
    running.push({ stop: () => backend.close() }, { stop: () => janus.goDown() });
    await backend.health(CALL);
    const release = janus.faults.hold('attach');
    const opening = publish(backend, offerText(), { room: 1234 });
    await expect(opening).rejects.toMatchObject({ code: 'backend-timeout', retryAfter: 1 });
    release();
    await eventually(() => count(janus, 'detach') === 1, 'the detach');
    expect(janus.publishers).toHaveLength(0);
  });

  it('of a join passes: its handle is detached', async () => {
    const janus = await FakeJanus.start();
    const backend = makeBackend(
      { url: janus.url, keepaliveTimeout: 60_000 },
      SILENT_LOGGER,
      HURRIED,
    );
    running.push({ stop: () => backend.close() }, { stop: () => janus.goDown() });
    janus.faults.hold('joinandconfigure');
    const opening = publish(backend, offerText());
    await expect(opening).rejects.toMatchObject({ code: 'backend-timeout' });
    await eventually(() => janus.publishers.length === 0, 'nothing is left');
  });
});

describe('connecting again', () => {
  it('goes on in steps that are short enough for the reclaim time', async () => {
    const block = { reconnectDelay: 5_000, reconnectMaximum: 60_000 };
    const { janus, backend } = await set({ reclaimTimeout: 1_000 }, block);
    const { reports } = await publish(backend, offerText());
    const release = janus.faults.hold('info');
    janus.dropSockets();
    await pause(300);
    janus.dropSockets();
    release();
    await eventually(() => count(janus, 'claim') === 1, 'the claim', 1_000);
    expect(reports.said).toEqual([]);
  });

  it('does not run wild where nothing can be claimed', async () => {
    const { janus, backend } = await set({}, { reconnectDelay: 100 });
    await backend.health(CALL);
    const infos = () => count(janus, 'info');
    janus.faults.refuse('info', new CoreError(403, 'no'), Number.POSITIVE_INFINITY);
    const before = infos();
    janus.dropSockets();
    await pause(450);
    expect(infos() - before).toBeGreaterThan(0);
    expect(infos() - before).toBeLessThan(5);
  });

  it('ends with the backend', async () => {
    const { janus, backend } = await set({}, { reconnectDelay: 20, reconnectMaximum: 20 });
    await backend.health(CALL);
    await janus.goDown();
    await backend.close();
    await janus.comeUp();
    const before = janus.requests.length;
    await pause(200);
    expect(janus.requests).toHaveLength(before);
    await expect(backend.health(CALL)).rejects.toMatchObject({ code: 'shutting-down' });
  });
});

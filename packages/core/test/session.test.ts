import { describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { WhipError } from '../src/index.js';
import { fakeGateway, gate, OFFER, refusal, VIEWER_OFFER } from './support/fake-gateway.js';
import { settle } from './support/manual-clock.js';

const RESTART = vectorText('OK-F6');
const TRICKLE = vectorText('OK-F1');

/** Nothing may be left of a session: not in the registry, not in the clock, not on the backend. */
function expectNothingLeft({ gateway, clock, backend }: ReturnType<typeof fakeGateway>): void {
  expect(gateway.sessions()).toEqual([]);
  expect(clock.running).toBe(0);
  for (const session of [...backend.sessions, ...backend.viewers])
    expect(session.closed).toHaveLength(1);
}

describe('opening', () => {
  it('answers with a strong entity-tag of its own (S-01, S-09)', async () => {
    const fake = fakeGateway({ endpoints: [{ id: 'live' }, { id: 'other' }] });
    const one = await fake.publish();
    const two = await fake.gateway.publish({ endpointId: 'other', offer: OFFER });
    expect(one.etag).toMatch(/^"[\x21\x23-\x7e]+"$/);
    expect(two.etag).not.toBe(one.etag);
    expect(two.sessionId).not.toBe(one.sessionId);
    expect(one.answer).toMatch(/^v=0\r\n/);
  });

  it('gives the backend the endpoint with its settings, prepared once', async () => {
    const endpoints = [{ id: 'live', settings: { room: 7 } }];
    const fake = fakeGateway({ endpoints });
    const { sessionId } = await fake.publish();
    await fake.gateway.end(sessionId, 'client-deleted');
    await fake.publish();
    expect(fake.backend.endpoints).toEqual(['live']);
    expect(fake.backend.last.context.endpoint).toEqual({ id: 'live', settings: { room: 7 } });
  });

  it('passes the media server’s ICE servers on (S-60)', async () => {
    const turn = { urls: 'turn:t.example', username: 'u', credential: 'c' };
    const iceServers = { servers: [turn], use: 'beside' } as const;
    const { publish } = fakeGateway({ script: { iceServers } });
    expect(await publish()).toMatchObject({ iceServers });
    expect(await fakeGateway().publish()).not.toHaveProperty('iceServers');
  });

  it('hands the client’s token to a backend that asks for it, and for that endpoint only', async () => {
    const endpoints = [{ id: 'live' }, { id: 'other' }];
    const fake = fakeGateway({ endpoints });
    const publish = async (endpointId: string) => {
      await fake.gateway.publish({ endpointId, offer: OFFER, bearer: 'client-token' });
      return fake.backend.last.context;
    };
    expect(await publish('live')).not.toHaveProperty('bearer');
    const asking = fakeGateway({ endpoints, script: { wantsBearer: ({ id }) => id === 'other' } });
    const ask = async (endpointId: string, bearer?: string) => {
      const token = bearer === undefined ? {} : { bearer };
      await asking.gateway.publish({ endpointId, offer: OFFER, ...token });
      return asking.backend.last.context;
    };
    expect(await ask('live', 'client-token')).not.toHaveProperty('bearer');
    expect(await ask('other', 'client-token')).toMatchObject({ bearer: 'client-token' });
  });

  it('hands over no token when the client sent none, and none of a viewer', async () => {
    const fake = fakeGateway({ script: { wantsBearer: () => true } });
    await fake.publish();
    const { context } = fake.backend.last;
    expect(context).not.toHaveProperty('bearer');
    context.reports.mediaUp();
    await fake.gateway.watch({ endpointId: 'live', offer: VIEWER_OFFER, bearer: 'viewer-token' });
    expect(fake.backend.viewers[0]?.context).not.toHaveProperty('bearer');
  });

  it('gives up at the deadline, tells the backend, and releases an answer that comes late', async () => {
    const slow = gate();
    const aborted: unknown[] = [];
    const fake = fakeGateway({
      script: {
        open: (_offer, { signal }) => {
          signal.addEventListener('abort', () => aborted.push(signal.reason));
          return slow.promise;
        },
      },
    });
    const opening = refusal(fake.publish());
    await settle();
    await fake.clock.advance(7_000);
    expect(await opening).toMatchObject({ code: 'backend-timeout', status: 504 });
    expect(aborted).toHaveLength(1);
    expect(fake.gateway.sessions()).toEqual([]);
    slow.open();
    await settle();
    expect(fake.backend.last.closed).toEqual(['not-opened']);
    expectNothingLeft(fake);
  });

  it('passes the backend’s refusal on and frees the endpoint', async () => {
    let refuse = true;
    const fake = fakeGateway({
      script: {
        open: async () => {
          if (refuse) throw new WhipError('backend-refused', 'The room is full.');
        },
      },
    });
    expect(await refusal(fake.publish())).toMatchObject({ code: 'backend-refused' });
    refuse = false;
    await expect(fake.publish()).resolves.toMatchObject({ kind: 'opened' });
  });

  it('takes what is no WhipError for a bug, and tells the client nothing of it', async () => {
    const fake = fakeGateway({
      script: { open: async () => Promise.reject(new Error('password=hunter2')) },
    });
    const error = await refusal(fake.publish());
    expect(error).toMatchObject({ code: 'internal', status: 500 });
    expect(error.message).not.toContain('hunter2');
    expectNothingLeft(fake);
  });

  it('releases the backend when its answer cannot be used (S-20)', async () => {
    const fake = fakeGateway({
      script: { answer: (text) => text.replace('m=video 9', 'm=video 0') },
    });
    expect(await refusal(fake.publish())).toMatchObject({ code: 'codec-unsupported', status: 422 });
    await settle();
    expect(fake.backend.last.closed).toEqual(['not-opened']);
    expectNothingLeft(fake);
  });

  it('releases everything when the client is gone before the answer', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { open: () => slow.promise } });
    const listeners: (() => void)[] = [];
    const signal = {
      aborted: false,
      addEventListener: (_type: 'abort', listener: () => void) => void listeners.push(listener),
      removeEventListener: () => {},
    };
    const opening = refusal(fake.gateway.publish({ endpointId: 'live', offer: OFFER, signal }));
    await settle();
    for (const listener of listeners) listener();
    expect(await opening).toMatchObject({ code: 'aborted' });
    slow.open();
    await settle();
    expect(fake.backend.last.closed).toEqual(['client-gone']);
    expectNothingLeft(fake);
  });

  it('refuses a second publisher with 409, also while the first one is still opening', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { open: () => slow.promise } });
    const first = fake.publish();
    expect(await refusal(fake.publish())).toMatchObject({ code: 'endpoint-busy', status: 409 });
    slow.open();
    await first;
    expect(await refusal(fake.publish())).toMatchObject({ code: 'endpoint-busy' });
  });

  it('knows its endpoints', async () => {
    const { gateway } = fakeGateway();
    const unknown = gateway.publish({ endpointId: 'nope', offer: OFFER });
    expect(await refusal(unknown)).toMatchObject({ code: 'endpoint-not-found', status: 404 });
  });
});

describe('media reports and timers', () => {
  it('ends a session that never connects (S-104)', async () => {
    const fake = fakeGateway();
    await fake.publish();
    await fake.clock.advance(45_000);
    expect(fake.backend.last.closed).toEqual(['connect-timeout']);
    expectNothingLeft(fake);
  });

  it('holds reports that come before the answer', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { open: () => slow.promise } });
    const open = fake.backend.open.bind(fake.backend);
    fake.backend.open = (offer, context, call) => {
      context.reports.mediaUp();
      context.reports.mediaDown();
      context.reports.mediaUp();
      return open(offer, context, call);
    };
    const opening = fake.publish();
    await settle();
    expect(fake.gateway.sessions()[0]?.state).toBe('negotiating');
    slow.open();
    const { sessionId } = await opening;
    const found = fake.gateway.find(sessionId);
    expect(found).toMatchObject({ live: true, snapshot: { state: 'connected' } });
    const states = fake.events.flatMap((event) =>
      event.type === 'session-state' ? [event.session.state] : [],
    );
    expect(states).toEqual(['negotiating', 'connecting', 'connected', 'disconnected', 'connected']);
  });

  it('waits for media to come back, and ends the session when it does not (S-103)', async () => {
    const fake = fakeGateway();
    await fake.publish();
    const { reports } = fake.backend.last.context;
    reports.mediaUp();
    reports.mediaDown();
    await fake.clock.advance(27_000);
    reports.mediaUp();
    await fake.clock.advance(27_000);
    expect(fake.gateway.sessions()[0]?.state).toBe('connected');
    reports.mediaDown();
    await fake.clock.advance(28_000);
    expect(fake.backend.last.closed).toEqual(['media-lost']);
    expectNothingLeft(fake);
  });

  it('ends and releases at a hang-up, with the backend’s own reason', async () => {
    const fake = fakeGateway();
    await fake.publish();
    fake.backend.last.context.reports.hungUp('kicked', 'by the operator');
    await settle();
    expect(fake.backend.last.closed).toEqual(['kicked']);
    expect(fake.events.at(-1)).toMatchObject({
      type: 'session-closed',
      reason: 'kicked',
      detail: 'by the operator',
    });
    expectNothingLeft(fake);
  });

  it('fails the POST at a hang-up before the answer', async () => {
    const slow = gate();
    let hangUp = () => {};
    const fake = fakeGateway({ script: { open: () => slow.promise } });
    const open = fake.backend.open.bind(fake.backend);
    fake.backend.open = (offer, context, call) => {
      hangUp = () => context.reports.hungUp('backend-lost');
      return open(offer, context, call);
    };
    const opening = refusal(fake.publish());
    await settle();
    hangUp();
    expect(await opening).toMatchObject({ code: 'backend-unavailable', status: 503 });
    slow.open();
    await settle();
    expectNothingLeft(fake);
  });

  it('trusts the answer of a backend without media reports', async () => {
    const fake = fakeGateway({ capabilities: { mediaReports: { no: 'it tells nothing' } } });
    await fake.publish();
    expect(fake.gateway.sessions()[0]).toMatchObject({ state: 'connected', unconfirmed: true });
    expect(fake.clock.running).toBe(0);
  });

  it('ends a session at its lifetime, when there is one', async () => {
    const fake = fakeGateway({ timers: { lifetime: 60_000 } });
    await fake.publish();
    fake.backend.last.context.reports.mediaUp();
    await fake.clock.advance(60_000);
    expect(fake.backend.last.closed).toEqual(['lifetime-reached']);
    expectNothingLeft(fake);
  });

  it('passes a slow link on to whoever listens, while the session lives', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    const { reports } = fake.backend.last.context;
    reports.slowLink?.(17);
    await fake.gateway.end(sessionId, 'client-deleted');
    reports.slowLink?.(18);
    const told = fake.events.filter(({ type }) => type === 'session-slow-link');
    expect(told).toEqual([expect.objectContaining({ packetsLost: 17 })]);
  });

  it('passes notes on to whoever listens, also before the answer, while the session lives', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    const { reports } = fake.backend.last.context;
    reports.note?.('candidates-dropped', '2 candidates were dropped');
    await fake.gateway.end(sessionId, 'client-deleted');
    reports.note?.('candidates-dropped', '3 candidates were dropped');
    expect(fake.events.filter(({ type }) => type === 'session-noted')).toEqual([
      {
        type: 'session-noted',
        session: expect.objectContaining({ state: 'connecting' }),
        topic: 'candidates-dropped',
        text: '2 candidates were dropped',
      },
    ]);
  });

  it('passes on a note of how the release went', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    const { reports } = fake.backend.last.context;
    fake.backend.script.close = async () =>
      reports.note?.('delete-unsupported', 'The server takes no DELETE.');
    await fake.gateway.end(sessionId, 'client-deleted');
    expect(fake.events.at(-1)).toMatchObject({
      type: 'session-noted',
      session: { state: 'closed' },
      topic: 'delete-unsupported',
    });
  });

  it('ignores reports after the end', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    const { reports } = fake.backend.last.context;
    await fake.gateway.end(sessionId, 'client-deleted');
    const before = fake.events.length;
    reports.mediaUp();
    reports.mediaDown();
    reports.hungUp('ice-failed');
    expect(fake.events).toHaveLength(before);
    expectNothingLeft(fake);
  });
});

describe('PATCH', () => {
  it('takes overlapping PATCHes one at a time, in order (S-90)', async () => {
    let running = 0;
    let most = 0;
    const fake = fakeGateway({
      script: {
        addCandidates: async () => {
          running += 1;
          most = Math.max(most, running);
          await settle();
          running -= 1;
        },
      },
    });
    const { sessionId, etag } = await fake.publish();
    const patches = Array.from({ length: 20 }, (_unused, index) =>
      fake.gateway.patch({
        sessionId,
        ifMatch: etag,
        fragment: TRICKLE.replaceAll('61764', String(50_000 + index)),
      }),
    );
    expect(await Promise.all(patches)).toEqual(patches.map(() => ({ kind: 'trickled' })));
    expect(most).toBe(1);
    const ports = fake.backend.last.fragments.map(({ candidates }) => candidates[0]?.port);
    expect(ports).toEqual(patches.map((_unused, index) => 50_000 + index));
  });

  it('restarts: new credentials, one candidate, what the answer said, a new tag (S-92, S-94)', async () => {
    const fake = fakeGateway();
    const { sessionId, etag } = await fake.publish();
    const result = await fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' });
    if (result.kind !== 'restarted') throw new Error('not a restart');
    expect(result.etag).not.toBe(etag);
    expect(result.fragment.split('\r\n')).toEqual([
      'a=ice-options:trickle ice2',
      'a=group:BUNDLE 0 1',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=mid:0',
      'a=ice-ufrag:srv1',
      `a=ice-pwd:${'1'.repeat(24)}`,
      'a=candidate:1 1 udp 101 127.0.0.2 40001 typ host',
      'a=end-of-candidates',
      '',
    ]);
    expect(fake.gateway.sessions()[0]).toMatchObject({ generation: 1, restart: 'none' });
  });

  it('keeps the session and its tag when a restart fails (S-95a)', async () => {
    const fake = fakeGateway({
      script: { restart: async () => Promise.reject(new WhipError('backend-failed', 'No.')) },
    });
    const { sessionId, etag } = await fake.publish();
    fake.backend.last.context.reports.mediaUp();
    const failed = fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' });
    expect(await refusal(failed)).toMatchObject({ code: 'backend-failed' });
    expect(fake.gateway.sessions()[0]).toMatchObject({ state: 'connected', restart: 'none' });
    const trickle = fake.gateway.patch({ sessionId, fragment: TRICKLE, ifMatch: etag });
    await expect(trickle).resolves.toEqual({ kind: 'trickled' });
  });

  it('gives a restart up at its deadline, and ignores its late outcome', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { restart: () => slow.promise } });
    const { sessionId, etag } = await fake.publish();
    const pending = refusal(fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' }));
    await settle();
    expect(fake.gateway.sessions()[0]).toMatchObject({ restart: 'pending' });
    await fake.clock.advance(7_000);
    expect(await pending).toMatchObject({ code: 'backend-timeout' });
    slow.open();
    await settle();
    const trickle = fake.gateway.patch({ sessionId, fragment: TRICKLE, ifMatch: etag });
    await expect(trickle).resolves.toEqual({ kind: 'trickled' });
  });

  it('refuses a restart that is none, from a backend that made nothing new (S-92)', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    fake.backend.last.restartIce = async (fragment) => ({
      ...fragment,
      ufrag: 'srv0',
      pwd: 'p'.repeat(24),
      candidates: [],
      endOfCandidates: true,
    });
    const failed = fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' });
    expect(await refusal(failed)).toMatchObject({ code: 'backend-failed', rule: 'S-92' });
  });

  it('gives up a trickle at its deadline, and the next PATCH has its turn', async () => {
    const slow = gate();
    let calls = 0;
    const fake = fakeGateway({
      script: { addCandidates: () => (calls++ === 0 ? slow.promise : Promise.resolve()) },
    });
    const { sessionId, etag } = await fake.publish();
    const first = refusal(fake.gateway.patch({ sessionId, fragment: TRICKLE, ifMatch: etag }));
    const second = fake.gateway.patch({ sessionId, fragment: TRICKLE, ifMatch: etag });
    await settle();
    await fake.clock.advance(5_000);
    expect(await first).toMatchObject({ code: 'backend-timeout' });
    await expect(second).resolves.toEqual({ kind: 'trickled' });
    expect(fake.backend.last.fragments).toHaveLength(1);
  });

  it.each([
    ['trickle', TRICKLE, 'trickle-unsupported'],
    ['restart', RESTART, 'restart-unsupported'],
  ] as const)('answers 422 where the backend has no %s (S-85)', async (capability, text, code) => {
    const fake = fakeGateway({ capabilities: { [capability]: { no: 'This server cannot' } } });
    const { sessionId } = await fake.publish();
    const error = await refusal(fake.gateway.patch({ sessionId, fragment: text, ifMatch: '*' }));
    expect(error).toMatchObject({ code, status: 422, message: 'This server cannot.' });
  });
});

describe('a restart and the timers', () => {
  it.each([
    ['media-lost', 28_000, 27_500],
    ['connect-timeout', 45_000, 44_500],
  ] as const)('an accepted restart gives the client new time (%s)', async (reason, limit, when) => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    if (reason === 'media-lost') {
      fake.backend.last.context.reports.mediaUp();
      fake.backend.last.context.reports.mediaDown();
    }
    await fake.clock.advance(when);
    const restart = fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' });
    await expect(restart).resolves.toMatchObject({ kind: 'restarted' });
    await fake.clock.advance(limit - 1);
    expect(fake.gateway.sessions()).toHaveLength(1);
    await fake.clock.advance(1);
    expect(fake.backend.last.closed).toEqual([reason]);
    expectNothingLeft(fake);
  });

  it('a refused one gives none', async () => {
    const fake = fakeGateway({
      script: { restart: async () => Promise.reject(new WhipError('backend-failed', 'No.')) },
    });
    const { sessionId } = await fake.publish();
    fake.backend.last.context.reports.mediaUp();
    fake.backend.last.context.reports.mediaDown();
    await fake.clock.advance(27_500);
    await refusal(fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' }));
    await fake.clock.advance(500);
    expect(fake.backend.last.closed).toEqual(['media-lost']);
  });

  it('media that goes down while one is pending ends the session in its own time', async () => {
    const slow = gate();
    const fake = fakeGateway({
      script: { restart: () => slow.promise },
      timers: { restart: 60_000 },
    });
    const { sessionId } = await fake.publish();
    fake.backend.last.context.reports.mediaUp();
    const pending = refusal(fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' }));
    await settle();
    fake.backend.last.context.reports.mediaDown();
    await fake.clock.advance(28_000);
    expect(await pending).toMatchObject({ code: 'session-ended' });
    expect(fake.backend.last.closed).toEqual(['media-lost']);
    slow.open();
    await settle();
    expectNothingLeft(fake);
  });

  it('takes a second restart after one that was given up', async () => {
    const slow = gate();
    let calls = 0;
    const fake = fakeGateway({
      script: { restart: () => (calls++ === 0 ? slow.promise : Promise.resolve()) },
    });
    const { sessionId } = await fake.publish();
    const first = refusal(fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' }));
    await settle();
    await fake.clock.advance(7_000);
    await first;
    const second = fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' });
    await expect(second).resolves.toMatchObject({ kind: 'restarted' });
    slow.open();
    await settle();
    expect(fake.gateway.sessions()[0]).toMatchObject({ generation: 1, restart: 'none' });
  });

  it.each([
    ['udp', 1],
    ['tcp', 2],
  ])('a session over %s keeps %i candidates in its restart', async (transport, count) => {
    const tcp = 'a=candidate:2 1 tcp 100 127.0.0.1 40000 typ host tcptype passive\r\n';
    const fake = fakeGateway({
      script: { answer: (text) => text.replace(/(a=candidate:1 1 udp.*\r\n)/, `$1${tcp}`) },
    });
    const { sessionId } = await fake.publish();
    fake.backend.last.transport = transport;
    const result = await fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' });
    if (result.kind !== 'restarted') throw new Error('not a restart');
    expect(result.fragment.match(/a=candidate:/g)).toHaveLength(count);
  });
});

describe('limits', () => {
  it('takes no more candidates than a client gathers, in one generation (S-123)', async () => {
    const fake = fakeGateway();
    const { sessionId, etag } = await fake.publish();
    const patch = (first: number, count: number) => {
      const lines = Array.from({ length: count }, (_unused, index) => {
        const port = first + index;
        return `a=candidate:1 1 udp 1 192.0.2.1 ${port} typ host\r\n`;
      });
      const fragment = TRICKLE.replace(/(a=candidate.*\r\n)+/, lines.join(''));
      return fake.gateway.patch({ sessionId, fragment, ifMatch: etag });
    };
    await patch(1_000, 150);
    const more = await refusal(patch(2_000, 51));
    expect(more).toMatchObject({ code: 'body-too-large', status: 413, rule: 'S-123' });
    await expect(patch(2_000, 50)).resolves.toEqual({ kind: 'trickled' });
    await expect(patch(1_000, 150)).resolves.toEqual({ kind: 'trickled' });
    const restart = await fake.gateway.patch({ sessionId, fragment: RESTART, ifMatch: '*' });
    expect(restart.kind).toBe('restarted');
  });

  it('lets 64 PATCHes of a session wait, and no more', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { addCandidates: () => slow.promise } });
    const { sessionId, etag } = await fake.publish();
    const patch = () => fake.gateway.patch({ sessionId, fragment: TRICKLE, ifMatch: etag });
    const waiting = Array.from({ length: 64 }, patch);
    await settle();
    expect(await refusal(patch())).toMatchObject({ code: 'too-many-requests', status: 429 });
    slow.open();
    await Promise.all(waiting);
    await expect(patch()).resolves.toEqual({ kind: 'trickled' });
  });

  it('forgets credentials of long ago', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    const restart = (name: string) =>
      fake.gateway.patch({
        sessionId,
        ifMatch: '*',
        fragment: RESTART.replaceAll('wXyZ', name).replaceAll(
          'ZYXWVUTSRQPONMLKJIHGFE',
          name.repeat(6),
        ),
      });
    for (let count = 0; count < 40; count += 1) await restart(`gen${count + 10}`);
    expect(fake.gateway.sessions()[0]?.generation).toBe(40);
    expect(await refusal(restart('gen48'))).toMatchObject({ code: 'restart-outdated' });
    await expect(restart('gen10')).resolves.toMatchObject({ kind: 'restarted' });
  });
});

describe('what is told', () => {
  it('keeps its order when the backend hangs up from inside the call', async () => {
    const fake = fakeGateway();
    fake.backend.open = async (_offer, context) => {
      context.reports.hungUp('backend-lost');
      throw new WhipError('backend-unavailable', 'Gone.');
    };
    await refusal(fake.publish());
    expect(fake.events.map(({ type }) => type)).toEqual([
      'session-state',
      'session-state',
      'session-closed',
    ]);
    expectNothingLeft(fake);
  });

  it('names a session by a label that is no part of its URL', async () => {
    const fake = fakeGateway();
    const { sessionId } = await fake.publish();
    const [session] = fake.gateway.sessions();
    expect(session?.label).not.toBe(sessionId);
    expect(fake.backend.last.context.sessionId).toBe(session?.label);
  });

  it('tells which counted rule an answer misses (S-16)', async () => {
    const fake = fakeGateway({
      script: { answer: (text) => text.replace(/a=extmap:.*\r\n/g, '') },
    });
    await fake.publish();
    expect(fake.events).toContainEqual(
      expect.objectContaining({ type: 'answer-rule-missed', rule: 'S-16' }),
    );
  });

  it('ignores what a fragment says of a refused data channel (TOL-O6)', async () => {
    const fake = fakeGateway();
    const { sessionId, etag } = await fake.gateway.publish({
      endpointId: 'live',
      offer: vectorText('TOL-O6'),
    });
    const data =
      'm=application 9 UDP/DTLS/SCTP 0\r\na=mid:2\r\na=candidate:7 1 udp 1 192.0.2.7 7 typ host\r\n';
    await fake.gateway.patch({ sessionId, fragment: TRICKLE + data, ifMatch: etag });
    const ports = fake.backend.last.fragments.flatMap(({ candidates }) =>
      candidates.map(({ port }) => port),
    );
    expect(ports).toEqual([61_764, 61_764]);
  });
});

describe('the end', () => {
  it.each([
    ['trickle', TRICKLE],
    ['restart', RESTART],
  ])('does not wait for a pending %s', async (_name, fragment) => {
    const slow = gate();
    const script = { addCandidates: () => slow.promise, restart: () => slow.promise };
    const fake = fakeGateway({ script });
    const { sessionId } = await fake.publish();
    const pending = refusal(fake.gateway.patch({ sessionId, fragment, ifMatch: '*' }));
    await settle();
    await fake.gateway.end(sessionId, 'client-deleted');
    expect(await pending).toMatchObject({ code: 'session-ended' });
    expect(fake.backend.last.closed).toEqual(['client-deleted']);
    slow.open();
    await settle();
    expectNothingLeft(fake);
  });

  it('is a 404 the second time, for a minute with the credential of the first (S-44)', async () => {
    const fake = fakeGateway();
    const request = { endpointId: 'live', offer: OFFER, credential: 'hash' };
    const { sessionId } = await fake.gateway.publish(request);
    await fake.gateway.end(sessionId, 'client-deleted');
    const again = fake.gateway.end(sessionId, 'client-deleted');
    expect(await refusal(again)).toMatchObject({ code: 'session-not-found' });
    expect(fake.gateway.find(sessionId)).toEqual({
      live: false,
      ended: expect.objectContaining({ credential: 'hash', reason: 'client-deleted' }),
    });
    await fake.clock.advance(60_000);
    expect(fake.gateway.find(sessionId)).toBeUndefined();
  });

  it('waits for the backend to let go, five seconds at most', async () => {
    const slow = gate();
    const fake = fakeGateway({ script: { close: () => slow.promise } });
    const { sessionId } = await fake.publish();
    let ended = false;
    void fake.gateway.end(sessionId, 'client-deleted').then(() => {
      ended = true;
    });
    await fake.clock.advance(4_900);
    expect(ended).toBe(false);
    await fake.clock.advance(100);
    expect(ended).toBe(true);
  });

  it('survives a backend that cannot close', async () => {
    const fake = fakeGateway({ script: { close: () => Promise.reject(new Error('broken pipe')) } });
    const { sessionId } = await fake.publish();
    await expect(fake.gateway.end(sessionId, 'client-deleted')).resolves.toBeUndefined();
    expectNothingLeft(fake);
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  type GatewayEvent,
  type GatewayListener,
  type SessionSnapshot,
  type SessionState,
  SILENT_LOGGER,
} from '@whipway/core';
import { EventHub } from '../src/events/event-hub.js';
import { REMEMBERED_SESSIONS, SessionLog } from '../src/sessions/session-log.js';
import { sessionView } from '../src/sessions/session-record.js';
import { adminScene } from './support/admin-scene.js';
import { ManualClock } from './support/manual-clock.js';

/** A log on events that the test tells. */
function scene() {
  const clock = new ManualClock();
  const listeners: GatewayListener[] = [];
  const gateway = {
    find: () => undefined,
    sessions: () => [],
    subscribe: (listener: GatewayListener) => {
      listeners.push(listener);
      return () => {};
    },
  };
  const events = new EventHub(clock, SILENT_LOGGER, 'run');
  const told: string[] = [];
  events.listen(undefined)({
    write: (text) => void told.push(text),
    waiting: () => 0,
    end: () => {},
    drop: () => {},
    onGone: () => {},
  });
  /** What is told, without what only keeps the stream open. */
  const heard = () => told.filter((text) => text.startsWith('id:'));
  const log = new SessionLog(gateway, clock, events);
  const tell = (event: GatewayEvent) => {
    for (const listener of listeners) listener(event);
  };
  const snapshot = (label: string, state: SessionState): SessionSnapshot => ({
    id: `id-${label}`,
    label,
    endpointId: 'live',
    kind: 'publish',
    state,
    restart: 'none',
    generation: 0,
    unconfirmed: false,
    openedAt: clock.now(),
  });
  const enter = (label: string, state: SessionState) =>
    tell({ type: 'session-state', session: snapshot(label, state), from: 'new' });
  const end = (label: string) => {
    const session: SessionSnapshot = { ...snapshot(label, 'closed'), closeReason: 'media-lost' };
    tell({ type: 'session-state', session, from: 'connected' });
    tell({ type: 'session-closed', session, reason: 'media-lost', detail: 'no packets' });
  };
  return { clock, log, tell, snapshot, enter, end, heard };
}

describe('the session log', () => {
  it('keeps every state with its time, and what happened beside', () => {
    const { clock, log, tell, snapshot, enter, end } = scene();
    const start = clock.now();
    enter('one', 'negotiating');
    clock.advance(5);
    enter('one', 'connected');
    tell({ type: 'session-restarted', session: snapshot('one', 'connected') });
    clock.advance(5);
    end('one');
    expect(log.find('one')?.timeline).toEqual([
      { at: start, state: 'negotiating' },
      { at: start + 5, state: 'connected' },
      { at: start + 5, event: 'restarted' },
      { at: start + 10, state: 'closed' },
    ]);
    const record = log.find('one');
    expect(record && sessionView(record)).toMatchObject({
      closedAt: start + 10,
      closeReason: 'media-lost',
      detail: 'no packets',
    });
  });

  it('tells lost packets that come close together as one', () => {
    const { clock, log, tell, snapshot, enter } = scene();
    enter('one', 'connected');
    const lose = (packetsLost: number) =>
      tell({ type: 'session-slow-link', session: snapshot('one', 'connected'), packetsLost });
    lose(3);
    clock.advance(1_000);
    lose(4);
    clock.advance(60_000);
    lose(5);
    const details = log.find('one')?.timeline.map(({ detail }) => detail);
    expect(details).toEqual([undefined, '7 packets lost', '5 packets lost']);
  });

  it('tells who listens of lost packets at once, then every ten seconds at most', () => {
    const { clock, tell, snapshot, enter, heard } = scene();
    const session = snapshot('one', 'connected');
    enter('one', 'connected');
    const told: number[] = [];
    for (let second = 0; second < 25; second += 1) {
      const before = heard().length;
      tell({ type: 'session-slow-link', session, packetsLost: 1 });
      if (heard().length > before) told.push(second);
      clock.advance(1_000);
    }
    expect(told).toEqual([0, 10, 20]);
    expect(heard().at(-1)).toMatch(/^event: session$/m);
  });

  it('keeps the latest note on each topic where the first one stood', () => {
    const { clock, log, tell, snapshot, enter } = scene();
    const start = clock.now();
    const note = (topic: string, text: string) =>
      tell({ type: 'session-noted', session: snapshot('one', 'connected'), topic, text });
    note('candidates-dropped', '1 candidate was dropped');
    clock.advance(5);
    enter('one', 'connected');
    note('etag-missing', 'no restart');
    note('candidates-dropped', '2 candidates were dropped');
    expect(log.find('one')?.timeline).toEqual([
      {
        at: start,
        event: 'noted',
        topic: 'candidates-dropped',
        detail: '2 candidates were dropped',
      },
      { at: start + 5, state: 'connected' },
      { at: start + 5, event: 'noted', topic: 'etag-missing', detail: 'no restart' },
    ]);
  });

  it('tells who listens of a note at once, and of the same topic every ten seconds at most', () => {
    const { clock, tell, snapshot, enter, heard } = scene();
    enter('one', 'connected');
    const told: number[] = [];
    for (let second = 0; second < 25; second += 1) {
      const before = heard().length;
      const text = `${second} candidates were dropped`;
      const session = snapshot('one', 'connected');
      tell({ type: 'session-noted', session, topic: 'candidates-dropped', text });
      if (heard().length > before) told.push(second);
      clock.advance(1_000);
    }
    expect(told).toEqual([0, 10, 20]);
  });

  it('keeps a note of how the release of an ended session went, and takes it for no live one', () => {
    const { log, tell, snapshot, enter, end } = scene();
    enter('one', 'connected');
    end('one');
    const session = snapshot('one', 'closed');
    tell({ type: 'session-noted', session, topic: 'delete-unsupported', text: 'no DELETE' });
    expect(log.list('live')).toEqual([]);
    expect(log.find('one')?.timeline.at(-1)).toMatchObject({ topic: 'delete-unsupported' });
  });

  it('tells a note again when its first entry has left a long timeline', () => {
    const { log, tell, snapshot, enter } = scene();
    const note = (text: string) =>
      tell({ type: 'session-noted', session: snapshot('one', 'connected'), topic: 'one', text });
    enter('one', 'negotiating');
    note('before');
    for (let count = 0; count < 300; count += 1)
      enter('one', count % 2 ? 'connected' : 'disconnected');
    note('after');
    expect(log.find('one')?.timeline.at(-1)).toMatchObject({ event: 'noted', detail: 'after' });
    expect(log.find('one')?.timeline).toHaveLength(200);
  });

  it('is bounded: a timeline keeps its first entry and the latest ones', () => {
    const { log, enter } = scene();
    enter('one', 'negotiating');
    for (let count = 0; count < 300; count += 1)
      enter('one', count % 2 ? 'connected' : 'disconnected');
    const timeline = log.find('one')?.timeline ?? [];
    expect(timeline).toHaveLength(200);
    expect(timeline[0]?.state).toBe('negotiating');
    expect(timeline.at(-1)?.state).toBe('connected');
  });

  it('remembers the latest thousand that ended, and every live one', () => {
    const { log, enter, end } = scene();
    enter('alive', 'connected');
    for (let count = 0; count < REMEMBERED_SESSIONS + 5; count += 1) {
      enter(`s${count}`, 'connected');
      end(`s${count}`);
    }
    expect(log.list('ended')).toHaveLength(REMEMBERED_SESSIONS);
    expect(log.list(undefined)).toHaveLength(REMEMBERED_SESSIONS + 1);
    expect([log.find('s4'), log.find('s5')?.snapshot.label]).toEqual([undefined, 's5']);
    expect(log.list(undefined).at(-1)?.snapshot.label).toBe('alive');
  });
});

describe('sessions in the API', () => {
  it('are told by their names, never by the ids in their URLs', async () => {
    const { ask, publish } = await adminScene();
    const { sessionId } = await publish('live', 'Lavf/61.7.100');
    const { json, text } = await ask('GET /api/sessions');
    expect(json.items).toMatchObject([
      {
        endpointId: 'live',
        kind: 'publish',
        state: 'connecting',
        client: { kind: 'ffmpeg' },
        generation: 0,
      },
    ]);
    const [{ name }] = json.items;
    const details = await ask(`GET /api/sessions/${name}`);
    expect(details.json.timeline.map(({ state }: { state: string }) => state)).toEqual([
      'negotiating',
      'connecting',
    ]);
    expect(text + details.text).not.toContain(sessionId);
    expect((await ask(`GET /api/sessions/${sessionId}`)).status).toBe(404);
  });

  it('have statistics while they live', async () => {
    const { ask, publish, gateway } = await adminScene();
    await publish('live');
    const [name] = gateway.sessions().map(({ label }) => label);
    const stats = await ask(`GET /api/sessions/${name}/stats`);
    expect([stats.status, stats.json.tracks]).toEqual([200, expect.any(Array)]);
    await ask(`DELETE /api/sessions/${name}`);
    const ended = await ask(`GET /api/sessions/${name}/stats`);
    expect(ended.problem()).toMatchObject({ status: 404, detail: `Session ${name} has ended.` });
  });

  it('are torn down with a note, which stays', async () => {
    const { ask, publish, gateway } = await adminScene();
    await publish('live');
    const [name] = gateway.sessions().map(({ label }) => label);
    const tooLong = { body: { note: 'x'.repeat(201) } };
    expect((await ask(`DELETE /api/sessions/${name}`, tooLong)).status).toBe(400);
    expect(gateway.sessions()).toHaveLength(1);
    const done = await ask(`DELETE /api/sessions/${name}`, { body: { note: 'wrong picture' } });
    expect([done.status, done.text]).toEqual([204, '']);
    expect(gateway.sessions()).toEqual([]);
    expect((await ask(`GET /api/sessions/${name}`)).json).toMatchObject({
      state: 'closed',
      closeReason: 'revoked',
      detail: 'wrong picture',
    });
    expect((await ask(`DELETE /api/sessions/${name}`)).status).toBe(404);
  });

  it('show in their endpoint', async () => {
    const { ask, publish, gateway } = await adminScene();
    await publish('live');
    const [name] = gateway.sessions().map(({ label }) => label);
    const { json } = await ask('GET /api/endpoints');
    expect(json.items[0].live).toMatchObject({ publisher: { name, state: 'connecting' } });
  });
});

describe('the other answers', () => {
  it('the server', async () => {
    const { ask } = await adminScene({ publicUrl: 'https://media.example.com', iceServers: true });
    expect((await ask('GET /api/server')).json).toEqual({
      name: 'whipway',
      version: '1.2.3',
      startedAt: expect.any(Number),
      publicUrl: 'https://media.example.com',
      iceServers: true,
      backend: 'embedded',
      store: 'memory',
    });
  });

  it('backends: the one in use first, with its health; all with their schema', async () => {
    const { ask } = await adminScene();
    const { json } = await ask('GET /api/backends');
    expect(json.items).toMatchObject([
      { kind: 'embedded', inUse: true, health: { ok: true }, capabilities: { trickle: 'yes' } },
      { kind: 'other', inUse: false, endpointSchema: { properties: { room: {} } } },
    ]);
    expect(json.items[0].endpointSchema.properties.layer.default).toBe('highest');
    expect(json.items[1].health).toBeUndefined();
  });

  it.each([
    [
      async () => Promise.reject(new Error('secret detail')),
      'The backend failed in a way its adapter did not foresee.',
    ],
    [() => new Promise<void>(() => {}), 'The backend did not answer in time.'],
  ])('backends: health that fails, or does not come', async (health, detail) => {
    const { ask } = await adminScene({ script: { health } });
    const { json } = await ask('GET /api/backends');
    expect(json.items[0].health).toEqual({ ok: false, detail });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Endpoint, Page, Session } from '../../src/admin/api/wire.js';
import { LiveDirectory } from '../../src/admin/live/live-directory.js';
import { endpoint, session } from '../support/samples.js';

/** Lists that are given when the test says so. */
function lists(endpoints: readonly Endpoint[], sessions: readonly Session[]) {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let reads = 0;
  let failing = false;
  async function* pages<Item>(items: readonly Item[]): AsyncGenerator<Page<Item>> {
    await gate;
    if (failing) throw new Error('no list');
    for (const item of items) yield { items: [item], total: items.length };
  }
  return {
    open,
    reads: () => reads,
    fail: (value: boolean) => {
      failing = value;
    },
    reader: {
      endpoints: () => {
        reads += 1;
        return pages(endpoints);
      },
      liveSessions: () => pages(sessions),
    },
  };
}

const settle = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the live directory', () => {
  it('reads the lists when it is told to, every page of them', async () => {
    const { reader, open } = lists([endpoint('a'), endpoint('b')], [session('s'), session('t')]);
    const live = new LiveDirectory(reader, 1);
    expect(live.view.get().phase).toBe('loading');
    live.take({ type: 'reset' });
    open();
    await settle();
    const { phase, directory } = live.view.get();
    expect(phase).toBe('ready');
    expect([directory.endpoints.size, directory.sessions.size]).toEqual([2, 2]);
  });

  it('applies to the lists what happened while they were read', async () => {
    const { reader, open } = lists([endpoint('a'), endpoint('old')], [session('s')]);
    const live = new LiveDirectory(reader, 1);
    live.take({ type: 'reset' });
    live.take({ type: 'endpoint-created', endpoint: endpoint('b') });
    live.take({ type: 'endpoint-deleted', id: 'old' });
    live.take({
      type: 'session-closed',
      name: 's',
      endpointId: 'live',
      kind: 'publish',
      reason: 'kicked',
    });
    await settle();
    expect(live.view.get().phase).toBe('loading');
    open();
    await settle();
    const { directory } = live.view.get();
    expect([...directory.endpoints.keys()]).toEqual(['a', 'b']);
    expect(directory.sessions.size).toBe(0);
  });

  it('shows a burst of events as one change, and reads nothing for it', async () => {
    const { reader, open, reads } = lists([], []);
    const live = new LiveDirectory(reader, 5);
    live.take({ type: 'reset' });
    open();
    await settle();
    let changes = 0;
    live.view.subscribe(() => {
      changes += 1;
    });
    for (let index = 0; index < 200; index += 1)
      live.take({ type: 'session', session: session(`s${index}`) });
    await settle(20);
    expect(changes).toBe(1);
    expect(live.view.get().directory.sessions.size).toBe(200);
    expect(reads()).toBe(1);
  });

  it('says why there is no list, and keeps an old one rather than none', async () => {
    const { reader, open, fail } = lists([endpoint('a')], []);
    const live = new LiveDirectory(reader, 1);
    fail(true);
    open();
    await live.reload();
    expect(live.view.get()).toMatchObject({ phase: 'failed', error: new Error('no list') });
    fail(false);
    await live.reload();
    expect(live.view.get()).toMatchObject({ phase: 'ready', error: undefined });
    fail(true);
    await live.reload();
    expect(live.view.get().phase).toBe('ready');
    expect(live.view.get().directory.endpoints.has('a')).toBe(true);
  });

  it('tells who listens of every event, until they leave', () => {
    const live = new LiveDirectory(lists([], []).reader, 1);
    const seen: string[] = [];
    const leave = live.onEvent(({ type }) => seen.push(type));
    live.put(endpoint('a'));
    leave();
    live.put(endpoint('b'));
    live.stop();
    expect(seen).toEqual(['endpoint-updated']);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Page, Session } from '../../src/admin/api/wire.js';
import { EndedList } from '../../src/admin/sessions/ended-list.js';
import { session } from '../support/samples.js';

interface Asked {
  readonly limit: number;
  readonly cursor?: string;
}

/** A server that remembers some sessions; a cursor is the place of the next one. */
function server(count: number) {
  const asked: Asked[] = [];
  const ended = Array.from({ length: count }, (_, index) => session(`s${count - 1 - index}`));
  let failing = false;
  const read = async (page: Asked): Promise<Page<Session>> => {
    asked.push(page);
    if (page.limit > 500) throw new Error('400');
    if (failing) throw new Error('no list');
    const from = Number(page.cursor ?? 0);
    const to = from + page.limit;
    return {
      items: ended.slice(from, to),
      total: ended.length,
      ...(to < ended.length ? { next: `${to}` } : {}),
    };
  };
  return {
    asked,
    read,
    end: (name: string) => ended.unshift(session(name)),
    fail: (value: boolean) => {
      failing = value;
    },
  };
}

const names = (list: EndedList) => list.view.get().items?.map(({ name }) => name);
const settle = (milliseconds = 20) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function closed(endpointId: string) {
  return {
    type: 'session-closed',
    name: 'x',
    endpointId,
    kind: 'publish',
    reason: 'revoked',
  } as const;
}

describe('the list of ended sessions', () => {
  it('goes on where its last page ended', async () => {
    const { read, asked } = server(5);
    const list = new EndedList({ read, step: 2 });
    await list.reload();
    expect(list.view.get()).toMatchObject({ hasMore: true, loading: false });
    await list.more();
    await list.more();
    expect(names(list)).toEqual(['s4', 's3', 's2', 's1', 's0']);
    expect(list.view.get().hasMore).toBe(false);
    expect(asked).toEqual([{ limit: 2 }, { limit: 2, cursor: '2' }, { limit: 2, cursor: '4' }]);
  });

  it('shows all that the server remembers, in pages that it gives', async () => {
    const { read, asked } = server(1_000);
    const list = new EndedList({ read, step: 300 });
    await list.reload();
    for (let round = 0; round < 3; round += 1) await list.more();
    expect(names(list)).toHaveLength(1_000);
    asked.length = 0;
    await list.reload();
    expect(names(list)).toHaveLength(1_000);
    expect(asked.map(({ limit }) => limit)).toEqual([500, 500]);
  });

  it('has what ends, by one request for many', async () => {
    const { read, asked, end } = server(3);
    const list = new EndedList({ read, step: 2, gather: 5 });
    await list.reload();
    asked.length = 0;
    for (const name of ['new-1', 'new-2']) {
      end(name);
      list.take(closed('live'));
    }
    await settle();
    expect(asked).toHaveLength(1);
    expect(names(list)).toEqual(['new-2', 'new-1']);
  });

  it('follows its own endpoint, and a reset', async () => {
    const { read, asked } = server(3);
    const list = new EndedList({ read, step: 2, gather: 1 });
    list.take(closed('another'), 'live');
    await settle();
    expect(asked).toEqual([]);
    list.take(closed('live'), 'live');
    await settle();
    list.take({ type: 'reset' }, 'live');
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('keeps what it has when a later page fails, and says why', async () => {
    const { read, fail } = server(5);
    const list = new EndedList({ read, step: 2 });
    await list.reload();
    fail(true);
    await list.more();
    expect(names(list)).toEqual(['s4', 's3']);
    expect(list.view.get()).toMatchObject({ loading: false, error: new Error('no list') });
    fail(false);
    await list.more();
    expect(names(list)).toHaveLength(4);
  });

  it('asks for nothing once it is stopped', async () => {
    const { read, asked } = server(1);
    const list = new EndedList({ read, step: 2, gather: 5 });
    list.take(closed('live'));
    list.stop();
    await settle();
    expect(asked).toEqual([]);
  });
});

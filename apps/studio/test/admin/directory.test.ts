import { describe, expect, it } from '@jest/globals';
import { type AdminEvent, readEvent } from '../../src/admin/live/admin-event.js';
import { applyEvents, type Directory, EMPTY_DIRECTORY } from '../../src/admin/live/directory.js';
import { NOBODY, occupancies } from '../../src/admin/live/occupancy.js';
import { endpoint, session } from '../support/samples.js';

describe('an event', () => {
  const made = endpoint('a');
  const live = session('s');
  const closed = { name: 's', endpointId: 'a', kind: 'publish', reason: 'revoked', closedAt: 9 };
  // biome-ignore format: one case a line
  it.each<readonly [string, unknown, AdminEvent | undefined]>([
    ['reset',            {},                   { type: 'reset' }],
    ['endpoint-created', { endpoint: made },   { type: 'endpoint-created', endpoint: made }],
    ['endpoint-updated', { endpoint: made },   { type: 'endpoint-updated', endpoint: made }],
    ['endpoint-deleted', { endpoint: made },   { type: 'endpoint-deleted', id: 'a' }],
    ['session',          { session: live },    { type: 'session', session: live }],
    ['session-closed',   closed,               { type: 'session-closed', ...closed } as AdminEvent],
    ['endpoint-created', {},                   undefined],
    ['endpoint-deleted', { endpoint: null },   undefined],
    ['session',          null,                 undefined],
    ['of-the-future',    {},                   undefined],
  ])('%s is read', (name, body, event) => {
    expect(readEvent(name, JSON.stringify(body))).toEqual(event);
  });

  it('that cannot be read is left out', () => {
    expect(readEvent('session', '{')).toBeUndefined();
  });
});

function after(events: readonly AdminEvent[], before: Directory = EMPTY_DIRECTORY): Directory {
  return applyEvents(before, events);
}

describe('the directory', () => {
  it('gains, changes and loses endpoints', () => {
    const one = after([
      { type: 'endpoint-created', endpoint: endpoint('a') },
      { type: 'endpoint-created', endpoint: endpoint('b') },
    ]);
    const two = after(
      [
        { type: 'endpoint-updated', endpoint: endpoint('a', { publish: 'public' }) },
        { type: 'endpoint-deleted', id: 'b' },
      ],
      one,
    );
    expect([...one.endpoints.keys()]).toEqual(['a', 'b']);
    expect(two.endpoints.get('a')?.publish).toBe('public');
    expect([...two.endpoints.keys()]).toEqual(['a']);
  });

  it('knows live sessions only', () => {
    const directory = after([
      { type: 'session', session: session('s', { state: 'connecting' }) },
      { type: 'session', session: session('s') },
      { type: 'session', session: session('gone') },
      { type: 'session', session: session('gone', { state: 'closed' }) },
      { type: 'session', session: session('ended') },
      {
        type: 'session-closed',
        name: 'ended',
        endpointId: 'live',
        kind: 'publish',
        reason: 'kicked',
      },
    ]);
    expect([...directory.sessions.values()]).toEqual([session('s')]);
  });

  it('stays the same object when nothing changed, and so does what did not', () => {
    const before = after([{ type: 'endpoint-created', endpoint: endpoint('a') }]);
    expect(after([{ type: 'reset' }, { type: 'endpoint-deleted', id: 'x' }], before)).toBe(before);
    const next = after([{ type: 'session', session: session('s') }], before);
    expect(next.endpoints).toBe(before.endpoints);
    expect(next.sessions).not.toBe(before.sessions);
    expect(before.sessions.size).toBe(0);
  });
});

it('who is on an endpoint is told from its sessions', () => {
  const publisher = session('p', { endpointId: 'a' });
  const sessions = [
    publisher,
    session('v1', { endpointId: 'a', kind: 'watch' }),
    session('v2', { endpointId: 'a', kind: 'watch' }),
    session('v3', { endpointId: 'b', kind: 'watch' }),
  ];
  const occupied = occupancies(new Map(sessions.map((one) => [one.name, one])));
  expect(occupied.get('a')).toEqual({ publisher, viewers: 2 });
  expect(occupied.get('b')).toEqual({ ...NOBODY, viewers: 1 });
  expect(occupied.has('c')).toBe(false);
});

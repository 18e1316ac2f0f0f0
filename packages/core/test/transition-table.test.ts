import { describe, expect, it } from '@jest/globals';
import { decide, type MachineSnapshot } from '../src/session/decide.js';
import { SESSION_STATES, type SessionState } from '../src/session/session-state.js';
import { type SessionEventName, TRANSITIONS } from '../src/session/transition-table.js';
import { document } from './support/document.js';
import { sessionStatesDocument } from './support/session-states-document.js';

const EVENTS = [...new Set(TRANSITIONS.map(([, on]) => on))];
const LIVE = SESSION_STATES.filter((state) => state !== 'closed');

function at(state: SessionState, rest: Partial<MachineSnapshot> = {}): MachineSnapshot {
  return { state, restart: 'none', restarts: 0, ...rest };
}

function rowsFor(state: SessionState, on: SessionEventName) {
  const open = ['connecting', 'connected', 'disconnected'].includes(state);
  return TRANSITIONS.filter(
    ([from, event]) =>
      event === on &&
      (from === state || (from === 'live' && state !== 'closed') || (from === 'open' && open)),
  );
}

describe('the transition table', () => {
  it.each(SESSION_STATES)('has at most one row for every event in %s', (state) => {
    for (const event of EVENTS) expect(rowsFor(state, event).length).toBeLessThanOrEqual(1);
  });

  it('reaches every state', () => {
    const reached = new Set(TRANSITIONS.map(([, , to]) => to));
    for (const state of SESSION_STATES.filter((one) => one !== 'new'))
      expect(reached).toContain(state);
  });

  it.each(LIVE)('can be ended in %s, and then releases the backend', (state) => {
    for (const name of ['end', 'hung-up'] as const) {
      const { next, effects } = decide(at(state), { name });
      expect(next.state).toBe('closed');
      expect(effects).toContain('release-backend');
      expect(effects).toContain('abort-calls');
    }
  });

  it('never leaves closed', () => {
    for (const name of EVENTS) expect(decide(at('closed'), { name }).next.state).toBe('closed');
  });

  it('releases an answer that comes after the end', () => {
    for (const name of ['opened', 'opened-unconfirmed', 'counter-offered', 'refused'] as const)
      expect(decide(at('closed'), { name }).effects).toEqual(['release-backend']);
  });

  it('leaves no request waiting when it closes', () => {
    const closing = TRANSITIONS.filter(([from, , to]) => to === 'closed' && from !== 'closed');
    for (const [, , , , ...effects] of closing) expect(effects).toContain('reply-refused');
  });

  it('disarms every timer when it closes', () => {
    const closing = TRANSITIONS.filter(([from, , to]) => to === 'closed' && from !== 'closed');
    for (const [, , , , ...effects] of closing) expect(effects).toContain('disarm-all');
  });
});

describe('decide', () => {
  it('changes nothing when no row fits', () => {
    const snapshot = at('new');
    expect(decide(snapshot, { name: 'media-up' })).toEqual({
      next: snapshot,
      effects: [],
      allowed: false,
    });
  });

  it('keeps a restart beside the state: media may go down while it is pending', () => {
    const pending = decide(at('connected'), { name: 'restart' }).next;
    expect(pending).toEqual(at('connected', { restart: 'pending', restarts: 1 }));
    const down = decide(pending, { name: 'media-down' }).next;
    expect(down).toEqual(at('disconnected', { restart: 'pending', restarts: 1 }));
    expect(decide(down, { name: 'restarted', restarts: 1 }).next).toEqual(
      at('disconnected', { restarts: 1 }),
    );
  });

  it('leaves everything as it was when a restart is refused (S-95a)', () => {
    const pending = at('connected', { restart: 'pending', restarts: 1 });
    const { next, effects } = decide(pending, { name: 'restart-refused', restarts: 1 });
    expect(next).toEqual(at('connected', { restarts: 1 }));
    expect(effects).toEqual(['disarm-restart', 'reply-restart-refused']);
  });

  it('ignores the outcome of a restart that was given up', () => {
    const second = at('connected', { restart: 'pending', restarts: 2 });
    expect(decide(second, { name: 'restarted', restarts: 1 }).allowed).toBe(false);
    const none = at('connected', { restarts: 2 });
    expect(decide(none, { name: 'restarted', restarts: 2 }).allowed).toBe(false);
  });

  it('waits for no second media-up after a restart (Janus sends none)', () => {
    const pending = at('connected', { restart: 'pending', restarts: 1 });
    const { next, effects } = decide(pending, { name: 'restarted', restarts: 1 });
    expect(next.state).toBe('connected');
    expect(effects).not.toContain('arm-connect');
  });

  it('arms no media timer for a backend without media reports (Galene)', () => {
    const { next, effects } = decide(at('negotiating'), { name: 'opened-unconfirmed' });
    expect(next.state).toBe('connected');
    expect(effects).not.toContain('arm-connect');
  });
});

it('docs/session-states.md is printed from the table (WHIPWAY_PRINT_DOCUMENTS=1 prints it)', () => {
  expect(document('session-states.md', sessionStatesDocument())).toBe(sessionStatesDocument());
});

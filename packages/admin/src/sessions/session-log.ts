import type { Clock, Gateway, GatewayEvent, SessionSnapshot } from '@whipway/core';
import type { EventHub } from '../events/event-hub.js';
import {
  addNote,
  addSlowLink,
  addToTimeline,
  type SessionRecord,
  sessionView,
} from './session-record.js';

/** Ended sessions that are remembered. */
export const REMEMBERED_SESSIONS = 1_000;

type Handlers = {
  readonly [Type in GatewayEvent['type']]?: (
    event: Extract<GatewayEvent, { readonly type: Type }>,
  ) => void;
};

/** Every live session and the latest ended ones, in memory, by the names they have in logs. */
export class SessionLog {
  readonly #clock: Clock;
  readonly #gateway: Pick<Gateway, 'find'>;
  readonly #events: EventHub;
  readonly #live = new Map<string, SessionRecord>();
  /** In the order they ended. */
  readonly #ended = new Map<string, SessionRecord>();
  #number = 0;

  constructor(
    gateway: Pick<Gateway, 'find' | 'subscribe' | 'sessions'>,
    clock: Clock,
    events: EventHub,
  ) {
    this.#clock = clock;
    this.#gateway = gateway;
    this.#events = events;
    for (const snapshot of gateway.sessions()) this.#recordOf(snapshot);
    gateway.subscribe((event) => {
      const handle = this.#handlers[event.type] as ((event: GatewayEvent) => void) | undefined;
      handle?.(event);
    });
  }

  /** With the state of this moment. */
  find(name: string): SessionRecord | undefined {
    const live = this.#live.get(name);
    return live ? this.#fresh(live) : this.#ended.get(name);
  }

  /** Newest first. */
  list(state: 'live' | 'ended' | undefined): readonly SessionRecord[] {
    const live = state === 'ended' ? [] : [...this.#live.values()];
    const ended = state === 'live' ? [] : [...this.#ended.values()];
    return [...live, ...ended].sort((one, other) => other.number - one.number);
  }

  /** A pending restart is told by no event, so who looks asks the gateway. */
  #fresh(record: SessionRecord): SessionRecord {
    const found = this.#gateway.find(record.snapshot.id);
    if (found?.live) record.snapshot = found.snapshot;
    return record;
  }

  readonly #handlers: Handlers = {
    'session-state': ({ session }) => {
      const record = this.#recordOf(session);
      record.snapshot = session;
      addToTimeline(record, { at: this.#clock.now(), state: session.state });
      // Its end is told with the reason, next.
      if (session.state !== 'closed')
        this.#events.tell({ event: 'session', data: { session: sessionView(record) } });
    },
    'session-restarted': ({ session }) => {
      const record = this.#recordOf(session);
      record.snapshot = session;
      addToTimeline(record, { at: this.#clock.now(), event: 'restarted' });
      this.#events.tell({ event: 'session', data: { session: sessionView(record) } });
    },
    'session-slow-link': ({ session, packetsLost }) => {
      const record = this.#recordOf(session);
      if (addSlowLink(record, this.#clock.now(), packetsLost))
        this.#events.tell({ event: 'session', data: { session: sessionView(record) } });
    },
    'session-noted': ({ session, topic, text }) => {
      // How its release went is noted when it has ended already.
      const record = this.#ended.get(session.label) ?? this.#recordOf(session);
      if (addNote(record, this.#clock.now(), topic, text))
        this.#events.tell({ event: 'session', data: { session: sessionView(record) } });
    },
    'session-closed': ({ session, reason, detail }) => {
      const record = this.#recordOf(session);
      const closedAt = this.#clock.now();
      const said = detail === undefined ? {} : { detail };
      record.ending = { closedAt, ...said };
      const { label: name, endpointId, kind } = session;
      this.#live.delete(name);
      this.#remember(name, record);
      this.#events.tell({ event: 'session', data: { session: sessionView(record) } });
      this.#events.tell({
        event: 'session-closed',
        data: { name, endpointId, kind, reason, ...said, closedAt },
      });
    },
  };

  #recordOf(snapshot: SessionSnapshot): SessionRecord {
    const known = this.#live.get(snapshot.label);
    if (known) return known;
    this.#number += 1;
    const record: SessionRecord = {
      number: this.#number,
      snapshot,
      timeline: [],
      notes: new Map(),
    };
    this.#live.set(snapshot.label, record);
    return record;
  }

  #remember(name: string, record: SessionRecord): void {
    this.#ended.set(name, record);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > REMEMBERED_SESSIONS && oldest !== undefined) this.#ended.delete(oldest);
  }
}

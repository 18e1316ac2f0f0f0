import type { SessionSnapshot } from '@whipway/core';
import type { Session, TimelineEntry } from '../wire/index.js';
import { summaryOf } from './live-index.js';

/** Entries of a timeline that are kept: the first, and the latest of the others. */
const LONGEST_TIMELINE = 200;

/** Reports of lost packets that come within this time are one entry, milliseconds. */
const SLOW_LINK_TIME = 10_000;
/** Notes on one topic are told to those who look at most this often, milliseconds. */
const NOTE_TIME = 10_000;

/** What is remembered of a session, while it lives and afterwards. */
export interface SessionRecord {
  /** Counts up with every session: newest last. */
  readonly number: number;
  snapshot: SessionSnapshot;
  readonly timeline: TimelineEntry[];
  /** The latest entry of lost packets. */
  slowLink?: { readonly at: number; lost: number };
  /** When lost packets were last told. */
  slowLinkTold?: number;
  /** The latest note on each topic, as it stands in the timeline. */
  readonly notes: Map<string, { readonly entry: TimelineEntry; readonly toldAt: number }>;
  ending?: { readonly closedAt: number; readonly detail?: string };
}

export function addToTimeline({ timeline }: SessionRecord, entry: TimelineEntry): void {
  timeline.push(entry);
  if (timeline.length > LONGEST_TIMELINE) timeline.splice(1, 1);
}

/**
 * A bad way is reported every second or so: what comes close together is one entry.
 *
 * @returns whether it is time to tell those who look
 */
export function addSlowLink(record: SessionRecord, at: number, packetsLost: number): boolean {
  const last = record.timeline.at(-1);
  const goesOn =
    last?.event === 'slow-link' && record.slowLink && at - record.slowLink.at < SLOW_LINK_TIME;
  if (goesOn && record.slowLink) {
    record.slowLink.lost += packetsLost;
    record.timeline.pop();
  } else {
    record.slowLink = { at, lost: packetsLost };
  }
  const { lost, at: since } = record.slowLink ?? { lost: packetsLost, at };
  addToTimeline(record, { at: since, event: 'slow-link', detail: `${lost} packets lost` });
  const due = at - (record.slowLinkTold ?? Number.NEGATIVE_INFINITY) >= SLOW_LINK_TIME;
  if (due) record.slowLinkTold = at;
  return due;
}

/**
 * What a backend notes; what it noted before on the same topic is replaced, where it stands.
 *
 * @returns whether it is time to tell those who look
 */
export function addNote(record: SessionRecord, at: number, topic: string, detail: string): boolean {
  const { notes, timeline } = record;
  const before = notes.get(topic);
  const index = before ? timeline.indexOf(before.entry) : -1;
  const due = index === -1 || at - (before?.toldAt ?? 0) >= NOTE_TIME;
  const since = index === -1 ? at : (before?.entry.at ?? at);
  const entry: TimelineEntry = { at: since, event: 'noted', topic, detail };
  notes.set(topic, { entry, toldAt: due ? at : (before?.toldAt ?? at) });
  if (index === -1) addToTimeline(record, entry);
  else timeline[index] = entry;
  return due;
}

/** The session as the API tells it. */
export function sessionView({ snapshot, ending }: SessionRecord): Session {
  const { endpointId, kind, restart, generation, unconfirmed, closeReason } = snapshot;
  return {
    ...summaryOf(snapshot),
    endpointId,
    kind,
    restart,
    generation,
    unconfirmed,
    ...ending,
    ...(closeReason === undefined ? {} : { closeReason }),
  };
}

import { type Clock, type Logger, WhipError } from '@whipway/core';
import type { ResponseSink } from '@whipway/http';
import { AdminError } from '../errors/admin-error.js';
import type { AdminEvent } from '../wire/index.js';

export interface EventLimits {
  /** Events that are kept for whoever comes back with Last-Event-ID. Default 1 000. */
  readonly kept: number;
  /** Bytes a client may leave untaken; then it is dropped. Default 1 MiB. */
  readonly waiting: number;
  /** Streams at a time. Default 100. */
  readonly streams: number;
  /** Milliseconds between two comments that keep a silent connection open. Default 15 000. */
  readonly keepAlive: number;
}

export const EVENT_LIMITS: EventLimits = {
  kept: 1_000,
  waiting: 1_048_576,
  streams: 100,
  keepAlive: 15_000,
};

interface KeptEvent {
  readonly number: number;
  readonly text: string;
}

/** Server-Sent Events: tells what happens to everybody who listens, and again to who missed it. */
export class EventHub {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #limits: EventLimits;
  /** Ids of another run of the server mean nothing here. */
  readonly #run: string;
  readonly #kept: KeptEvent[] = [];
  readonly #sinks = new Set<ResponseSink>();
  #number = 0;
  #closed = false;
  #cancelKeepAlive = () => {};

  constructor(clock: Clock, logger: Logger, run: string, limits: Partial<EventLimits> = {}) {
    this.#clock = clock;
    this.#logger = logger;
    this.#run = run;
    this.#limits = { ...EVENT_LIMITS, ...limits };
  }

  tell({ event, data }: AdminEvent): void {
    this.#number += 1;
    const text = this.#print(event, data);
    this.#kept.push({ number: this.#number, text });
    if (this.#kept.length > this.#limits.kept) this.#kept.shift();
    for (const sink of this.#sinks) this.#write(sink, text);
  }

  /**
   * Lets somebody listen, from where `lastEventId` left off if that is still known; else the first
   * event is `reset`.
   *
   * @returns how to stop
   * @throws AdminError `too-many-streams`; WhipError `shutting-down`
   */
  listen(lastEventId: string | undefined): (sink: ResponseSink) => () => void {
    if (this.#closed) throw new WhipError('shutting-down', 'The server is shutting down.');
    if (this.#sinks.size >= this.#limits.streams) throw new AdminError('too-many-streams');
    return (sink) => {
      const missed = this.#missedSince(lastEventId);
      sink.write(missed?.join('') ?? this.#print('reset', {}));
      if (this.#closed) sink.end();
      else this.#add(sink);
      return () => this.#remove(sink);
    };
  }

  /** Ends every stream in order. */
  close(): void {
    this.#closed = true;
    for (const sink of this.#sinks) sink.end();
    this.#sinks.clear();
    this.#cancelKeepAlive();
  }

  /** Undefined: nobody knows. */
  #missedSince(lastEventId: string | undefined): readonly string[] | undefined {
    const [, run, digits] = /^(.+)-(\d{1,15})$/.exec(lastEventId ?? '') ?? [];
    const last = Number(digits);
    const oldest = this.#kept[0]?.number ?? this.#number + 1;
    if (run !== this.#run || last > this.#number || last < oldest - 1) return undefined;
    return this.#kept.filter(({ number }) => number > last).map(({ text }) => text);
  }

  #print(event: AdminEvent['event'], data: unknown): string {
    return `id: ${this.#run}-${this.#number}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  #add(sink: ResponseSink): void {
    if (this.#sinks.size === 0) this.#keepAlive();
    this.#sinks.add(sink);
  }

  #remove(sink: ResponseSink): void {
    this.#sinks.delete(sink);
    if (this.#sinks.size === 0) this.#cancelKeepAlive();
  }

  #keepAlive(): void {
    this.#cancelKeepAlive = this.#clock.after(this.#limits.keepAlive, () => {
      for (const sink of this.#sinks) this.#write(sink, ': still here\n\n');
      if (this.#sinks.size > 0) this.#keepAlive();
    });
  }

  /** Who does not read is let go: it can come back and ask for what it missed. */
  #write(sink: ResponseSink, text: string): void {
    sink.write(text);
    if (sink.waiting() <= this.#limits.waiting) return;
    this.#remove(sink);
    sink.drop();
    this.#logger.debug('an event stream was dropped: its client does not read');
  }
}

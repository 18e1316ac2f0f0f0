import type { Timers } from '../gateway/gateway-types.js';
import type { Clock } from '../ports.js';

/** The timers a session arms, each with the event that its passing is. */
export const TIMER_EVENTS = {
  open: 'open-deadline',
  connect: 'connect-deadline',
  mediaLost: 'media-lost-deadline',
  restart: 'restart-deadline',
  lifetime: 'lifetime-deadline',
} as const;

export type TimerName = keyof typeof TIMER_EVENTS;
export type TimerEvent = (typeof TIMER_EVENTS)[TimerName];

/** The running timers of one session. */
export class SessionTimers {
  readonly #clock: Clock;
  readonly #durations: Timers;
  readonly #passed: (event: TimerEvent) => void;
  readonly #running = new Map<TimerName, () => void>();

  constructor(clock: Clock, durations: Timers, passed: (event: TimerEvent) => void) {
    this.#clock = clock;
    this.#durations = durations;
    this.#passed = passed;
  }

  /** Starts a timer anew. One without a duration (no lifetime) never runs. */
  arm(name: TimerName): void {
    this.disarm(name);
    const duration = this.#durations[name];
    if (duration === undefined) return;
    const cancel = this.#clock.after(duration, () => {
      this.#running.delete(name);
      this.#passed(TIMER_EVENTS[name]);
    });
    this.#running.set(name, cancel);
  }

  disarm(name: TimerName): void {
    this.#running.get(name)?.();
    this.#running.delete(name);
  }

  disarmAll(): void {
    for (const name of [...this.#running.keys()]) this.disarm(name);
  }
}

import type { Clock, HangUpReason } from '@whipway/core';
import type { ProbeSettings } from '../settings.js';
import type { ProbeChoice } from './probe-choice.js';
import { type ProbeResult, probe } from './probe-method.js';
import type { UpstreamLink } from './upstream-link.js';

/** Longest wait for the reply to a probe, milliseconds. */
const PROBE_TIMEOUT = 5_000;

export interface LivenessOptions {
  readonly link: UpstreamLink;
  readonly url: URL;
  readonly choice: ProbeChoice;
  readonly settings: ProbeSettings;
  readonly clock: Clock;
  /** The session is over on the server’s side. Called once at most. */
  ended(reason: HangUpReason, detail: string): void;
  /** No probe can tell. */
  blind(): void;
}

/** Asks the server from time to time whether the session is still there. */
export class Liveness {
  readonly #options: LivenessOptions;
  #cancel = () => {};
  #stopped = false;
  #probing = false;
  /** Why somebody wants to know while a probe is on its way that may have been too early. */
  #again: string | undefined;
  #failures = 0;

  constructor(options: LivenessOptions) {
    this.#options = options;
  }

  start(): void {
    const { settings, clock } = this.#options;
    if (settings.method === 'none') return;
    this.#cancel = clock.after(settings.interval, () => void this.probeNow());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** Also for whoever has reason to think that the session ended, and knows `why`. */
  async probeNow(why = 'the session is gone on the server'): Promise<void> {
    if (this.#probing) this.#again = why;
    if (this.#stopped || this.#probing) return;
    this.#probing = true;
    this.#cancel();
    const result = await this.#probe();
    this.#probing = false;
    if (this.#stopped) return;
    if (result === 'blind') return this.#giveUp();
    const again = this.#again;
    this.#again = undefined;
    this.#judge(result, again ?? why);
    if (again !== undefined) await this.probeNow(again);
  }

  async #probe(): Promise<ProbeResult | 'blind'> {
    const { link, url, choice } = this.#options;
    const method = await choice.of({ link, url, fresh: false, timeout: PROBE_TIMEOUT });
    return method === 'GET' || method === 'OPTIONS'
      ? probe(link, url, method, PROBE_TIMEOUT)
      : method;
  }

  #judge(result: ProbeResult, why: string): void {
    const { settings, clock } = this.#options;
    this.#failures = result === 'silent' ? this.#failures + 1 : 0;
    if (result === 'gone') this.#end('backend-closed', why);
    else if (this.#failures >= settings.failures)
      this.#end('backend-lost', `the server left ${this.#failures} probes unanswered`);
    else this.#cancel = clock.after(settings.interval, () => void this.probeNow());
  }

  #giveUp(): void {
    this.stop();
    this.#options.blind();
  }

  #end(reason: HangUpReason, detail: string): void {
    this.stop();
    this.#options.ended(reason, detail);
  }
}

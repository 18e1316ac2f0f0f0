import type { Clock, HangUpReason } from '@whipway/core';
import type { ProbeSettings } from '../settings.js';
import { findProbeMethod, type ProbeMethod, type ProbeResult, readProbe } from './probe-method.js';
import type { UpstreamLink } from './upstream-link.js';

/** Longest wait for the reply to a probe, milliseconds. */
const PROBE_TIMEOUT = 5_000;
/** The same while the method is being found, when a client may be waiting for its answer. */
const CHOICE_TIMEOUT = 500;

/** Which method serves for probing, found once for a server. */
export class ProbeChoice {
  readonly #configured: ProbeSettings['method'];
  #found: Promise<ProbeMethod | undefined> | undefined;

  constructor(configured: ProbeSettings['method']) {
    this.#configured = configured;
  }

  /** Undefined: probing tells nothing, or is switched off. Rejects when the server is not there. */
  of(link: UpstreamLink, url: URL): Promise<ProbeMethod | undefined> {
    if (this.#configured === 'get') return Promise.resolve('GET');
    if (this.#configured === 'options') return Promise.resolve('OPTIONS');
    if (this.#configured === 'none') return Promise.resolve(undefined);
    this.#found ??= findProbeMethod(link, url, CHOICE_TIMEOUT).catch((error: unknown) => {
      this.#found = undefined;
      throw error;
    });
    return this.#found;
  }
}

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
    if (this.#stopped || this.#probing) return;
    this.#probing = true;
    this.#cancel();
    const result = await this.#probe();
    this.#probing = false;
    if (this.#stopped) return;
    if (result === undefined) this.#giveUp();
    else this.#judge(result, why);
  }

  async #probe(): Promise<ProbeResult | undefined> {
    const { link, url, choice } = this.#options;
    try {
      const method = await choice.of(link, url);
      if (method === undefined) return undefined;
      return readProbe((await link.probe(url, method, PROBE_TIMEOUT)).status);
    } catch {
      return 'silent';
    }
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

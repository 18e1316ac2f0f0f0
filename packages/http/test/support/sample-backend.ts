import {
  type BackendCapabilities,
  type BackendSession,
  type Call,
  type CheckedOffer,
  type CloseReason,
  type CounterOffer,
  type IceCandidate,
  type IceFragment,
  type MediaBackend,
  type OfferedIceServers,
  type Playback,
  type PublishContext,
  WhipError,
} from '@whipway/core';
import { eventually } from './eventually.js';
import { SAMPLE_CANDIDATE, SAMPLE_COUNTER_OFFER, sampleAnswer } from './sample-answer.js';

export interface SampleBackendOptions {
  readonly capabilities?: Partial<BackendCapabilities>;
  /** Answers a player's offer with an offer of its own. */
  readonly counterOffers?: boolean;
  /** What its sessions name. */
  readonly iceServers?: OfferedIceServers;
  /** Asks for the publisher’s token. */
  readonly wantsBearer?: boolean;
}

type Step = 'open' | 'addCandidates' | 'restartIce';

/**
 * A backend without media: it answers every offer properly and writes down what it was asked to do.
 * `hold(step)` makes the next calls of a step wait until `release(step)`.
 */
export class SampleBackend implements MediaBackend {
  readonly name = 'sample';
  readonly capabilities: BackendCapabilities;
  readonly playback?: Playback;
  readonly sessions: SampleSession[] = [];
  /** True: no media ever comes. */
  silent = false;
  readonly held = new Map<Step, (() => void)[]>();
  readonly entered = new Set<Step>();
  readonly iceServers: OfferedIceServers | undefined;
  /** The tokens that came with the calls of `open`. */
  readonly bearers: (string | undefined)[] = [];
  readonly wantsBearer: () => boolean;

  constructor({
    capabilities,
    counterOffers = false,
    iceServers,
    wantsBearer = false,
  }: SampleBackendOptions = {}) {
    this.iceServers = iceServers;
    this.wantsBearer = () => wantsBearer;
    this.capabilities = {
      trickle: 'yes',
      restart: 'yes',
      mediaReports: 'yes',
      liveness: 'yes',
      simulcast: 'yes',
      playback: 'yes',
      stats: { no: 'there is no media' },
      codecs: { audio: ['opus'], video: ['vp8', 'h264'] },
      ...capabilities,
    };
    if (this.capabilities.playback === 'yes') {
      this.playback = {
        open: async (offer, _publication, context, call) =>
          counterOffers
            ? this.#counterOffer(offer, context, call)
            : this.open(offer, context, call),
      };
    }
  }

  /** Sessions the gateway has not closed. */
  get running(): readonly SampleSession[] {
    return this.sessions.filter(({ closed }) => closed === undefined);
  }

  async open(
    offer: CheckedOffer,
    { reports, bearer }: PublishContext,
    call: Call,
  ): Promise<BackendSession> {
    this.bearers.push(bearer);
    await this.pass('open', call);
    const session = new SampleSession(this, offer, this.sessions.length);
    this.sessions.push(session);
    if (!this.silent) reports.mediaUp();
    return session;
  }

  async health(): Promise<void> {}
  async close(): Promise<void> {}

  hold(step: Step): void {
    this.held.set(step, []);
  }

  release(step: Step): void {
    const waiting = this.held.get(step) ?? [];
    this.held.delete(step);
    for (const go of waiting) go();
  }

  /** Resolves once a step was called. */
  async waitFor(step: Step): Promise<void> {
    await eventually(() => this.entered.has(step));
  }

  /** Waits while the step is held; rejects at once when the core gives up. */
  async pass(step: Step, { signal }: Call): Promise<void> {
    this.entered.add(step);
    const waiting = this.held.get(step);
    if (!waiting) return;
    await new Promise<void>((resolve, reject) => {
      waiting.push(resolve);
      const abort = () => reject(new WhipError('aborted', 'not waited for any longer'));
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
    });
  }

  #counterOffer(offer: CheckedOffer, context: PublishContext, call: Call): CounterOffer {
    return {
      counterOffer: SAMPLE_COUNTER_OFFER,
      complete: async () => this.open(offer, context, call),
      close: async () => {},
    };
  }
}

export class SampleSession implements BackendSession {
  readonly answer: string;
  readonly candidates: IceCandidate[] = [];
  readonly iceServers?: OfferedIceServers;
  closed: CloseReason | undefined;
  readonly #backend: SampleBackend;
  readonly #number: number;
  #restarts = 0;

  constructor(backend: SampleBackend, offer: CheckedOffer, number: number) {
    this.#backend = backend;
    this.#number = number;
    if (backend.iceServers) this.iceServers = backend.iceServers;
    this.answer = sampleAnswer(offer, this.#credentials());
  }

  async addCandidates({ candidates }: IceFragment, call: Call): Promise<void> {
    await this.#backend.pass('addCandidates', call);
    this.candidates.push(...candidates);
  }

  async restartIce({ mid, candidates }: IceFragment, call: Call): Promise<IceFragment> {
    await this.#backend.pass('restartIce', call);
    this.#restarts += 1;
    this.candidates.push(...candidates);
    const own = { mid, candidates: [SAMPLE_CANDIDATE], endOfCandidates: true };
    return { ...own, ...this.#credentials() };
  }

  async stats() {
    return { tracks: [] };
  }

  async close(reason: CloseReason): Promise<void> {
    this.closed ??= reason;
  }

  #credentials() {
    const name = `s${this.#number}r${this.#restarts}`;
    return { ufrag: name.padEnd(4, '0'), pwd: name.padEnd(24, 'p') };
  }
}

import type { Clock, OfferProfile } from '@whipway/core';
import type { types } from 'mediasoup';
import { WORKER_PATIENCE } from '../call.js';
import { ROUTER_CODECS } from '../sdp/router-codecs.js';
import type { MediasoupSettings } from '../settings.js';
import { type PublisherPlace, PublisherPlaces } from './publisher-places.js';

/** How long a worker may take to end when told to. Milliseconds. */
const CLOSE_PATIENCE = 2_000;

/** What a worker is driven with. */
export type WorkerSettings = Pick<MediasoupSettings, 'udp' | 'tcp' | 'consentTimeout'>;

/** Whose consent is watched how long, by the kind of offer. */
const CONSENT_OF = { publish: 'publishers', watch: 'viewers' } as const;

/** One worker process with its one WebRtcServer. */
export class MediaWorker {
  /** Routers and transports for publishers, one made beforehand. */
  readonly places = new PublisherPlaces(() => this.#makePlace());
  readonly #webRtcServer: types.WebRtcServer;
  readonly #worker: types.Worker;
  readonly #settings: WorkerSettings;
  readonly #clock: Clock;
  /** Sessions whose transport is on this worker. */
  #load = 0;
  #killedFor: string | undefined;

  constructor(
    worker: types.Worker,
    webRtcServer: types.WebRtcServer,
    settings: WorkerSettings,
    clock: Clock,
  ) {
    this.#worker = worker;
    this.#webRtcServer = webRtcServer;
    this.#settings = settings;
    this.#clock = clock;
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get load(): number {
    return this.#load;
  }

  get alive(): boolean {
    return !this.#worker.closed;
  }

  /** Counts one session here until the returned function is called. */
  occupy(): () => void {
    this.#load += 1;
    let occupied = true;
    return () => {
      if (occupied) this.#load -= 1;
      occupied = false;
    };
  }

  /** True when the process ended without having been asked to. */
  get died(): boolean {
    return this.#worker.died;
  }

  /** Why the worker's sessions end with it, in words. */
  get fate(): string {
    if (!this.died) return `media worker ${this.pid} was ended`;
    return `media worker ${this.pid} died${this.#killedFor ? `: ${this.#killedFor}` : ''}`;
  }

  /** Called when the process ends without having been asked to. */
  onDied(listener: (error: Error) => void): void {
    this.#worker.on('died', listener);
  }

  /** Resolves when the process answers. */
  async ping(): Promise<void> {
    await this.ask(() => this.#worker.getResourceUsage());
  }

  createRouter(mediaCodecs: readonly types.RouterRtpCodecCapability[]): Promise<types.Router> {
    return this.ask(() => this.#worker.createRouter({ mediaCodecs: [...mediaCodecs] }));
  }

  createTransport(router: types.Router, profile: OfferProfile): Promise<types.WebRtcTransport> {
    const { udp, tcp, consentTimeout } = this.#settings;
    return this.ask(() =>
      router.createWebRtcTransport({
        webRtcServer: this.#webRtcServer,
        enableUdp: udp,
        enableTcp: tcp,
        // The first candidate is the one that simple clients use, and UDP is what they speak.
        preferUdp: true,
        iceConsentTimeout: consentTimeout[CONSENT_OF[profile]],
      }),
    );
  }

  async #makePlace(): Promise<PublisherPlace> {
    const router = await this.createRouter(ROUTER_CODECS);
    try {
      return { router, transport: await this.createTransport(router, 'publish') };
    } catch (error) {
      router.close();
      throw error;
    }
  }

  /**
   * One request to the worker. A worker that does not answer one within ten seconds answers none:
   * it is killed, so that its sessions end and a new one takes over.
   */
  async ask<Value>(request: () => Promise<Value>): Promise<Value> {
    const cancel = this.#clock.after(WORKER_PATIENCE, () =>
      this.#kill(`no answer for ${WORKER_PATIENCE / 1000} s`),
    );
    try {
      return await request();
    } finally {
      cancel();
    }
  }

  /** Resolves when the process is gone. */
  async close(): Promise<void> {
    if (this.#worker.subprocessClosed) return;
    const gone = new Promise<void>((resolve) => this.#worker.once('subprocessclose', resolve));
    this.#worker.close();
    const cancel = this.#clock.after(CLOSE_PATIENCE, () => this.#kill('did not end'));
    await gone;
    cancel();
  }

  #kill(reason: string): void {
    if (this.#worker.subprocessClosed) return;
    this.#killedFor = reason;
    process.kill(this.pid, 'SIGKILL');
  }
}

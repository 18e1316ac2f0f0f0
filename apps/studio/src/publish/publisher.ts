import { WhipClient } from '@whipway/client';
import { Store } from '../session/store.js';
import { type CameraChoice, openCamera } from '../source/camera.js';
import type { MediaSource, SourceKind } from '../source/media-source.js';
import { openTestPattern } from '../source/test-pattern.js';

export interface PublisherView {
  readonly phase: 'idle' | 'preparing' | 'publishing' | 'failed';
  /** The source that is, or would be, published. */
  readonly kind: SourceKind;
  readonly source: MediaSource | undefined;
  readonly client: WhipClient | undefined;
  /** When it went live, milliseconds since the Unix epoch. */
  readonly startedAt: number | undefined;
  readonly error: unknown;
}

export interface PublisherTarget {
  /** The endpoint's WHIP URL. */
  readonly url: string;
  readonly token: string;
  /** Written on the test pattern. */
  readonly title: string;
}

/** Bits per second: a sharp picture from the first second on any line that can publish at all. */
const START_BITRATE = 1_500_000;

const IDLE: PublisherView = {
  phase: 'idle',
  kind: 'pattern',
  source: undefined,
  client: undefined,
  startedAt: undefined,
  error: undefined,
};

/** Publishes one source at a time to an endpoint. */
export class Publisher {
  readonly view = new Store<PublisherView>(IDLE);
  readonly #target: PublisherTarget;
  #run = new AbortController();

  constructor(target: PublisherTarget) {
    this.#target = target;
  }

  get target(): PublisherTarget {
    return this.#target;
  }

  readonly choose = (kind: SourceKind): void => {
    this.view.set({ ...this.view.get(), kind });
  };

  /** Failures end up in the view. */
  async start(choice: CameraChoice): Promise<void> {
    this.stop();
    const run = new AbortController();
    this.#run = run;
    this.#become({ phase: 'preparing' });
    try {
      const source = await this.#openSource(choice);
      if (run.signal.aborted) return source.stop();
      await this.#publish(source, run);
    } catch (error) {
      if (!run.signal.aborted) this.#finish({ phase: 'failed', error });
    }
  }

  /** Frees devices and deletes the session, also when the page goes away. */
  readonly stop = (): void => {
    this.#finish({});
  };

  async restartIce(): Promise<void> {
    const before = this.view.get();
    const error = await before.client?.restartIce().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    // The session goes on; only the restart failed.
    if (this.view.get().client === before.client) this.view.set({ ...this.view.get(), error });
  }

  #openSource(choice: CameraChoice): Promise<MediaSource> | MediaSource {
    const { kind } = this.view.get();
    return kind === 'pattern' ? openTestPattern(this.#target.title) : openCamera(choice);
  }

  async #publish(source: MediaSource, run: AbortController): Promise<void> {
    const { url, token } = this.#target;
    // The page came from this server, so the page's own security is all there is to have.
    const client = new WhipClient({
      url,
      token,
      allowInsecure: true,
      startBitrate: START_BITRATE,
    });
    this.#become({ phase: 'publishing', source, client });
    client.on('state', ({ state }) => {
      if (run.signal.aborted) return;
      if (state === 'closed') this.#finish({ phase: 'failed', error: client.error });
      const view = this.view.get();
      if (state === 'connected' && view.startedAt === undefined)
        this.view.set({ ...view, startedAt: Date.now() });
    });
    await client.publish(source.stream, run.signal);
  }

  #finish(next: Partial<PublisherView>): void {
    const { source, client } = this.view.get();
    this.#run.abort();
    source?.stop();
    void client?.stop();
    this.#become(next);
  }

  /** A fresh view; only the choice of source stays. */
  #become(next: Partial<PublisherView>): void {
    this.view.set({ ...IDLE, kind: this.view.get().kind, ...next });
  }
}

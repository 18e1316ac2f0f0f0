import type { RTCDtlsTransport } from 'werift';
import { connectionState } from './connection-state.js';
import type { IceAgent } from './ice-agent.js';
import { SilenceWatch } from './silence-watch.js';

/** ICE and DTLS have to be done within this time, in milliseconds. */
const CONNECT_DEADLINE = 15_000;

/** The one transport of a bundle. */
export interface BundleTransport {
  readonly ice: IceAgent;
  readonly dtls: RTCDtlsTransport;
}

export interface ConnectionWatchParts {
  /** Undefined before there is any media. */
  readonly transport: () => BundleTransport | undefined;
  /** Hears of every other state. */
  readonly changed: (state: RTCPeerConnectionState) => void;
}

/** Tells the state of a connection: what its transports say, the silence of its network, its deadline. */
export class ConnectionWatch {
  readonly #parts: ConnectionWatchParts;
  readonly #silence: SilenceWatch;
  #state: RTCPeerConnectionState = 'new';
  #closed = false;
  #silent = false;
  #late = false;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: ConnectionWatchParts) {
    this.#parts = parts;
    this.#silence = new SilenceWatch({
      received: () => parts.transport()?.ice.received() ?? 0,
      ask: () => parts.transport()?.ice.ask(),
      changed: (silent) => {
        this.#silent = silent;
        this.look();
      },
    });
  }

  get state(): RTCPeerConnectionState {
    return this.#state;
  }

  /** The time to connect begins, again after an ICE restart. */
  begin(): void {
    this.#late = false;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#late = this.#state !== 'connected';
      this.look();
    }, CONNECT_DEADLINE);
  }

  /** ICE restarts: silence means nothing before it is connected again. */
  restart(): void {
    this.#silence.stop();
    this.#silent = false;
  }

  close(): void {
    this.#closed = true;
    this.#silence.stop();
    clearTimeout(this.#deadline);
    this.look();
  }

  /** Something may be different. */
  look(): void {
    const previous = this.#state;
    const state = this.#current();
    if (state === previous) return;
    this.#state = state;
    if (state === 'connected' && previous !== 'disconnected') this.#silence.start();
    this.#parts.changed(state);
  }

  #current(): RTCPeerConnectionState {
    const { ice, dtls } = this.#parts.transport() ?? {};
    return connectionState({
      closed: this.#closed,
      ice: ice?.state ?? 'new',
      dtls: dtls?.state ?? 'new',
      silent: this.#silent,
      late: this.#late,
    });
  }
}

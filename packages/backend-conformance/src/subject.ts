import type { BackendCapabilities, Clock, Logger, MediaBackend } from '@whipway/core';
import type { FarSide } from './far-side.js';
import type { Missing } from './missing.js';

/** What one adapter's suite tells the kit: what it tests, and how the world around it is played. */
export interface BackendSubject<Rig extends BackendUnderTest = BackendUnderTest> {
  /** Heads the report: `janus (fake)`, `janus (live)`. */
  readonly name: string;
  /** What the backend will say it can do. Every `'yes'` is tested, every reason printed. */
  readonly capabilities: BackendCapabilities;
  /** A fresh backend, ready to open sessions and with none on it. Called once for each test. */
  create(host: KitHost): Promise<Rig>;
  /** How clients are played. Without one, the capabilities that need media have to be `no`. */
  readonly farSide: FarSide<Rig> | Missing;
  /** Which faults of the media server can be played. */
  readonly faults: Faults<Rig>;
  /** The endpoint's block for this backend, validated already. Default `{}`. */
  readonly endpointSettings?: unknown;
  /** Time for the kit's own waiting and for `create`. Default: the machine's. */
  readonly clock?: Clock;
  readonly timing?: Partial<Timing>;
}

/** What {@link BackendSubject.create} gets for its `BackendEnvironment`. */
export interface KitHost {
  readonly clock: Clock;
  /** Give it to the backend: the kit reads what is logged. */
  readonly logger: Logger;
}

/** One backend with its surroundings. The suite adds what its far side and faults need. */
export interface BackendUnderTest {
  readonly backend: MediaBackend;
  /**
   * How many sessions (handles, transports, peer connections) the media server holds now. Ask the
   * server or count its sockets; the adapter's own bookkeeping proves nothing.
   */
  heldSessions(): number | Promise<number>;
  /** Ends everything `create` started. The backend may be closed already, or down. */
  dispose(): Promise<void>;
}

/** Faults of the media server, each either playable or declared missing with the reason. */
export interface Faults<Rig extends BackendUnderTest> {
  /** `begin`: the media server goes away, connections break. `end`: it is back, empty. */
  readonly outage: Switch<Rig> | Missing;
  /** `begin`: requests are taken but not answered. `end`: they are answered, late. */
  readonly stall: Switch<Rig> | Missing;
  /** `begin`: the media server refuses ICE restarts. `end`: it takes them again. */
  readonly restartRefusal: Switch<Rig> | Missing;
}

export interface Switch<Rig> {
  begin(rig: Rig): void | Promise<void>;
  end(rig: Rig): void | Promise<void>;
}

/** How long the kit waits, in milliseconds. Everything is polled: only failures cost `patience`. */
export interface Timing {
  /** For what has to happen at some point. Default 10 000. */
  readonly patience: number;
  /** For what must not happen. Default 400. */
  readonly quiet: number;
  /** For "at once". Default 250. */
  readonly atOnce: number;
  /** Silence after which this backend reports `mediaDown`. Default 2 000, the contract's. */
  readonly silence: number;
}

import { ntpDistance } from './ntp-time.js';

/** One moment on both clocks. */
interface Moment {
  /** 64-bit NTP time. */
  readonly ntp: bigint;
  /** RTP timestamp of the encoder. */
  readonly timestamp: number;
}

/**
 * Which RTP timestamp belongs to which wall-clock time: told by the encoder in its own sender
 * reports, so that sound and picture stay together however long each takes to encode. Until the
 * first one comes, the arrival of packets is all there is.
 */
export class MediaClock {
  readonly #clockRate: number;
  #moment: Moment | undefined;
  #told = false;

  /** @param clockRate of the RTP timestamps, in hertz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** A sender report of the encoder. */
  tell(moment: Moment): void {
    this.#moment = moment;
    this.#told = true;
  }

  /** A packet came; counts only as long as no report did. */
  guess(moment: Moment): void {
    if (!this.#told) this.#moment = moment;
  }

  /** Another encoder: what was told does not hold any more. */
  reset(): void {
    this.#moment = undefined;
    this.#told = false;
  }

  /** The RTP timestamp at an NTP time; undefined before the first packet. */
  timestampAt(ntp: bigint): number | undefined {
    if (!this.#moment) return undefined;
    const passed = ntpDistance(this.#moment.ntp, ntp) / 1000;
    return (this.#moment.timestamp + Math.round(passed * this.#clockRate)) >>> 0;
  }
}

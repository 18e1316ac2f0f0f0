/** How long media may keep us waiting while there is a connection, in seconds. */
const LONGEST_START = 20;
const LONGEST_STALL = 30;

export interface MediaWatchParts {
  /** Packets so far. */
  readonly packets: () => number;
  /** True while media could flow: without a network it is not the media that is missed. */
  readonly isConnected: () => boolean;
  /** Called once, with the seconds for which nothing came. */
  readonly silent: (seconds: number) => void;
}

/** Tells when nothing comes: neither a tool nor a server says so itself. */
export class MediaWatch {
  readonly #parts: MediaWatchParts;
  readonly #timer: ReturnType<typeof setInterval>;
  #before = 0;
  /** Seconds with a connection, but without a packet; goes on through new sessions. */
  #waited = 0;

  constructor(parts: MediaWatchParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#look(), 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { packets, isConnected, silent } = this.#parts;
    const now = packets();
    if (now !== this.#before) this.#waited = 0;
    else if (isConnected()) this.#waited += 1;
    this.#before = now;
    if (this.#waited < (now === 0 ? LONGEST_START : LONGEST_STALL)) return;
    this.stop();
    silent(this.#waited);
  }
}

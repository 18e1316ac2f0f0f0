import type { Clock } from '@whipway/core';
import { fullIntraRequest, pictureLoss } from '../rtp/rtcp-writing.js';
import { type AgreedTrack, hasFeedback } from '../sdp/agreed-track.js';

/** Requests for one stream are at least this far apart, milliseconds: key frames are expensive. */
const INTERVAL = 500;

interface Asked {
  readonly at: number;
  /** Cancels the request that waits for its turn. */
  readonly cancel: (() => void) | undefined;
}

/** Asks a publisher for key frames, in the way it understands, not too often. */
export class KeyframeRequests {
  readonly #clock: Clock;
  readonly #write: ((mediaSsrc: number) => Buffer) | undefined;
  readonly #send: (data: Buffer, mediaSsrc: number) => void;
  readonly #asked = new Map<number, Asked>();
  #count = 0;

  constructor(
    track: AgreedTrack,
    ownSsrc: number,
    clock: Clock,
    send: (data: Buffer, mediaSsrc: number) => void,
  ) {
    this.#clock = clock;
    this.#send = send;
    if (hasFeedback(track, 'nack pli')) this.#write = (ssrc) => pictureLoss(ownSsrc, ssrc);
    else if (hasFeedback(track, 'ccm fir'))
      this.#write = (ssrc) => fullIntraRequest(ownSsrc, ssrc, this.#count);
  }

  /** A request that comes too early is made when its time has come. */
  ask(ssrc: number): void {
    const before = this.#asked.get(ssrc);
    if (before?.cancel) return;
    const wait = before ? before.at + INTERVAL - this.#clock.now() : 0;
    if (wait <= 0) this.#ask(ssrc);
    else {
      const cancel = this.#clock.after(wait, () => this.#ask(ssrc));
      this.#asked.set(ssrc, { at: before?.at ?? 0, cancel });
    }
  }

  stop(): void {
    for (const { cancel } of this.#asked.values()) cancel?.();
    this.#asked.clear();
  }

  #ask(ssrc: number): void {
    this.#asked.set(ssrc, { at: this.#clock.now(), cancel: undefined });
    if (!this.#write) return;
    this.#send(this.#write(ssrc), ssrc);
    this.#count += 1;
  }
}

import type { LoadMedia, LoadPacket } from './load-media.js';

/** One publisher's way through the media, over and over, in real time. */
export class LoadPlayer {
  readonly #media: LoadMedia;
  readonly #start: number;
  #next = 0;
  #loops = 0;

  /** @param start when the first packet is due, milliseconds of the same clock as {@link due} */
  constructor(media: LoadMedia, start: number) {
    this.#media = media;
    this.#start = start;
  }

  /** Hands over what is due, each with the milliseconds of media before its loop. */
  due(now: number, send: (packet: LoadPacket, elapsed: number) => void): void {
    const { packets, duration } = this.#media;
    for (;;) {
      const elapsed = this.#loops * duration;
      const packet = packets[this.#next];
      if (!packet || this.#start + elapsed + packet.at > now) return;
      send(packet, elapsed);
      this.#next = (this.#next + 1) % packets.length;
      if (this.#next === 0) this.#loops += 1;
    }
  }
}

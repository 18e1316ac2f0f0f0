import type { Protocol } from './werift-parts.js';

/** Sockets and allocations of the ICE generation before a restart: media comes in until the new one is connected. */
export class AbandonedGeneration {
  #protocols: readonly Protocol[] = [];

  /** Also closes what was abandoned earlier. */
  async abandon(protocols: readonly Protocol[]): Promise<void> {
    const closed = this.close();
    this.#protocols = protocols;
    // An answered check would bring a pair of the old generation into the new one.
    for (const { onRequestReceived } of protocols) onRequestReceived.allUnsubscribe();
    await closed;
  }

  /** Ends what goes on there. Never rejects. */
  async close(): Promise<void> {
    const protocols = this.#protocols;
    this.#protocols = [];
    await Promise.allSettled(protocols.map((protocol) => protocol.close()));
  }
}

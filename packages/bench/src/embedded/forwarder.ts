/** One process's way to forward a publisher's media to viewers: what the bench compares. */
export interface Forwarder {
  /** @returns the answer to a publisher's offer, with all candidates */
  publish(offer: string): Promise<string>;
  /** @returns the answer to a viewer's offer; a publisher is there already */
  watch(offer: string): Promise<string>;
  traffic(): Promise<Traffic>;
}

/** RTP so far, all tracks and all sessions together. */
export interface Traffic {
  readonly packetsIn: number;
  /** Payload. */
  readonly bytesIn: number;
  readonly packetsOut: number;
}

export const WAYS = ['bare werift', 'embedded'] as const;
export type Way = (typeof WAYS)[number];

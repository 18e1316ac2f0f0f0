/** A snapshot of one session's media. Whatever the media server does not tell is undefined. */
export interface SessionStats {
  /** Round-trip time of the transport, milliseconds. */
  readonly roundTripTime?: number;
  /** `udp` or `tcp`, of the pair in use. */
  readonly transport?: string;
  readonly tracks: readonly TrackStats[];
}

/** One RTP stream. A simulcast track has one entry a layer. Counts are totals since the start. */
export interface TrackStats {
  readonly kind: 'audio' | 'video';
  readonly mid?: string;
  readonly rid?: string;
  readonly ssrc?: number;
  /** Lower case: `opus`, `vp8`, `h264`. */
  readonly codec?: string;
  readonly packets: number;
  readonly bytes: number;
  readonly packetsLost?: number;
  /** NACKs and picture-loss indications sent towards the sender (publisher) or received (viewer). */
  readonly nacks?: number;
  readonly keyframeRequests?: number;
  /** Bits per second over the last second or so. */
  readonly bitrate?: number;
  /** Interarrival jitter, milliseconds. */
  readonly jitter?: number;
}

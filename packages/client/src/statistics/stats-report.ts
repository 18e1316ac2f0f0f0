/** The members of W3C webrtc-stats entries that are read here; any may be missing. */
export interface StatsEntry {
  readonly id: string;
  readonly type: string;
  /** Milliseconds. */
  readonly timestamp: number;
  readonly kind?: string;
  /** Simulcast layer. */
  readonly rid?: string;
  readonly codecId?: string;
  readonly remoteId?: string;
  readonly mimeType?: string;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly packetsSent?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesPerSecond?: number;
  readonly framesEncoded?: number;
  readonly framesDecoded?: number;
  /** Seconds. */
  readonly roundTripTime?: number;
  /** Seconds. */
  readonly currentRoundTripTime?: number;
  readonly selectedCandidatePairId?: string;
  readonly nominated?: boolean;
  readonly state?: string;
}

/** The entries of a report by their id. */
export type StatsEntries = ReadonlyMap<string, StatsEntry>;

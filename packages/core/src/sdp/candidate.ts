/** One ICE candidate (RFC 8839, section 5.1), as read from an `a=candidate:` line. */
export interface IceCandidate {
  /** The value after `a=candidate:`, as it should go on: `1 1 udp 2122260223 192.0.2.1 61764 typ host …`. */
  readonly text: string;
  readonly foundation: string;
  /** 1 = RTP (and RTCP, which is always multiplexed here). */
  readonly component: number;
  /** Lower case: `udp`, `tcp`, or something unknown. */
  readonly transport: string;
  readonly priority: number;
  /** IPv4 or IPv6 literal, or a host name. A host name is never resolved (S-123). */
  readonly address: string;
  readonly port: number;
  /** `host`, `srflx`, `prflx`, `relay`, or a newer word. */
  readonly type: string;
  readonly tcpType?: string;
}

/** ICE credentials of one side and one ICE generation (RFC 8839, section 5.4). */
export interface IceCredentials {
  /** 4 to 256 characters. */
  readonly ufrag: string;
  /** 22 to 256 characters. A secret: keep it out of logs. */
  readonly pwd: string;
}

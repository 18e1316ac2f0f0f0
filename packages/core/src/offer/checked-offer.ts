import type { IceCandidate, IceCredentials } from '../sdp/candidate.js';

/** `publish`: a WHIP offer, media flows to us. `watch`: a WHEP offer, media flows from us. */
export type OfferProfile = 'publish' | 'watch';

/** One `a=rtpmap` with what belongs to it. */
export interface OfferedCodec {
  readonly payloadType: number;
  /** Lower case: `opus`, `vp8`, `h264`, `rtx`, … */
  readonly name: string;
  readonly clockRate: number;
  readonly channels?: number;
  /** Value of `a=fmtp`, empty when there is none. */
  readonly parameters: string;
  /** Values of `a=rtcp-fb` for this payload type or `*`: `nack`, `nack pli`, `transport-cc`, … */
  readonly feedback: readonly string[];
}

export interface OfferedExtension {
  readonly id: number;
  readonly uri: string;
}

/** One simulcast stream of the offer (RFC 8851, RFC 8853), in the order of `a=simulcast`. */
export interface OfferedRid {
  readonly rid: string;
  /** Restrictions after the direction, empty when there are none: `max-width=1280;max-fps=30`. */
  readonly restrictions: string;
}

/** One audio or video section of an accepted offer. */
export interface OfferedMedia {
  readonly kind: 'audio' | 'video';
  readonly mid: string;
  readonly direction: 'sendonly' | 'recvonly' | 'sendrecv';
  /** In the offerer's order of preference. `rtx`, `red` and the like are among them. */
  readonly codecs: readonly OfferedCodec[];
  readonly extensions: readonly OfferedExtension[];
  /** SSRCs named by `a=ssrc`, in order. Often empty: then mid and rid header extensions tell. */
  readonly ssrcs: readonly number[];
  /** Each `a=ssrc-group`, e.g. `{ semantics: 'FID', ssrcs: [1, 2] }`. */
  readonly ssrcGroups: readonly { readonly semantics: string; readonly ssrcs: readonly number[] }[];
  /** Offered rid layers; empty without simulcast. */
  readonly rids: readonly OfferedRid[];
}

/** A section that is answered with port 0 (only a data channel, only when lenient: TOL-O6). */
export interface DroppedSection {
  /** Index among the m= sections of what the client sent. */
  readonly index: number;
  /** Its mid, undefined when it had none. */
  readonly mid: string | undefined;
  /** `application 9 UDP/DTLS/SCTP webrtc-datachannel` */
  readonly mediaLine: string;
}

/**
 * An SDP offer that passed every check of the core (S-06 to S-29, S-123). A backend may rely on:
 * at most one audio and one video section, all in one BUNDLE group with rtcp-mux, every section with
 * mid, ICE credentials, fingerprint and setup (its own or the session's).
 */
export interface CheckedOffer {
  readonly profile: OfferProfile;
  /**
   * The client's text, line for line, except that candidates with a host name or component 0,
   * and sections in {@link droppedSections}, are taken out.
   */
  readonly text: string;
  readonly media: readonly OfferedMedia[];
  /** Offerer-tagged mid: the section that carries the transport (RFC 9143, section 1.2). */
  readonly bundleTag: string;
  readonly ice: IceCredentials;
  /** Tokens of `a=ice-options`, e.g. `['trickle', 'ice2']`. */
  readonly iceOptions: readonly string[];
  /** Usable candidates of the offer; none at all is fine (S-11). */
  readonly candidates: readonly IceCandidate[];
  readonly endOfCandidates: boolean;
  /** DTLS role offered (RFC 8842). The answer must be the counterpart. */
  readonly setup: 'actpass' | 'active' | 'passive';
  readonly fingerprints: readonly { readonly algorithm: string; readonly value: string }[];
  readonly droppedSections: readonly DroppedSection[];
}

import type { OfferedCodec, OfferedExtension, OfferedMedia, OfferedRid } from '@whipway/core';

/** Header extensions we know what to do with. */
export const EXTENSION = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  repairedRid: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  transportSequence: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
} as const;

export type ExtensionName = keyof typeof EXTENSION;

/** One section of an offer with what the answer takes of it. */
export interface AgreedTrack {
  readonly kind: 'audio' | 'video';
  readonly mid: string;
  /** The one codec, with the feedback both sides have. */
  readonly codec: OfferedCodec;
  /** Payload type of its retransmission stream (RFC 4588). */
  readonly retransmission: number | undefined;
  readonly extensions: readonly OfferedExtension[];
  /** Simulcast layers, in the offer's order; none without simulcast. */
  readonly rids: readonly OfferedRid[];
  readonly offered: OfferedMedia;
}

export function extensionId(track: AgreedTrack, name: ExtensionName): number | undefined {
  return track.extensions.find(({ uri }) => uri === EXTENSION[name])?.id;
}

export function hasFeedback(track: AgreedTrack, feedback: string): boolean {
  return track.codec.feedback.includes(feedback);
}

/** Puts a chosen codec into a track: its retransmission, its feedback, the extensions we use. */
export function agree(
  offered: OfferedMedia,
  codec: OfferedCodec,
  takes: { readonly feedback: readonly string[]; readonly extensions: readonly ExtensionName[] },
): AgreedTrack {
  const uris: readonly string[] = takes.extensions.map((name) => EXTENSION[name]);
  const retransmission = offered.codecs.find(
    ({ name, parameters }) => name === 'rtx' && isFor(parameters, codec.payloadType),
  );
  return {
    kind: offered.kind,
    mid: offered.mid,
    codec: { ...codec, feedback: codec.feedback.filter((value) => takes.feedback.includes(value)) },
    retransmission: retransmission?.payloadType,
    extensions: offered.extensions.filter(({ uri }) => uris.includes(uri)),
    rids: offered.rids,
    offered,
  };
}

function isFor(parameters: string, payloadType: number): boolean {
  return parameters.split(';').some((part) => part.trim() === `apt=${payloadType}`);
}

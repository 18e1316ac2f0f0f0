import type { CheckedOffer, OfferedCodec, OfferedMedia } from '@whipway/core';
import { WhipError } from '@whipway/core';
import type { types } from 'mediasoup';
import { readCodec } from './codec-parameters.js';
import { codecName } from './router-codecs.js';

/** What a publication sends on one track. */
export interface PlayableTrack {
  readonly kind: types.MediaKind;
  /** The publisher's codec, without its RTX. */
  readonly codec: types.RtpCodecParameters;
  /** What its router sends it as. */
  readonly payloadType: number;
  /** mediasoup's own judgement (H264 profiles and all). */
  canConsume(capabilities: types.RtpCapabilities): boolean;
}

/** One section of a player's offer, and how it is served. */
export interface WatchedTrack {
  readonly media: OfferedMedia;
  /** The codec to answer, with the player's payload type and parameters. */
  readonly codec: types.RtpCodecParameters;
  /** The track it plays; undefined when the publisher sends nothing of this kind. */
  readonly track: PlayableTrack | undefined;
}

/**
 * Finds the codec of each of a player's sections.
 *
 * @throws WhipError `codec-unsupported` when the player cannot decode what is published
 */
export function mapViewer(
  offer: CheckedOffer,
  tracks: readonly PlayableTrack[],
): readonly WatchedTrack[] {
  return offer.media.map((media) => {
    const track = tracks.find(({ kind }) => kind === media.kind);
    const offered = track ? codecFor(media, track) : media.codecs[0];
    if (!offered) throw undecodable(media, track);
    return { media, codec: readCodec(media.kind, offered), track };
  });
}

function codecFor(media: OfferedMedia, track: PlayableTrack): OfferedCodec | undefined {
  const exact = media.codecs.find((codec) =>
    track.canConsume({ codecs: [asCapability(readCodec(media.kind, codec))] }),
  );
  return exact ?? media.codecs.find((codec) => isSameH264(readCodec(media.kind, codec), track));
}

/**
 * Decoders read the real profile from the stream, and encoders rarely say it right: for H264
 * the packetization mode is what has to fit.
 */
function isSameH264(codec: types.RtpCodecParameters, track: PlayableTrack): boolean {
  const mode = ({ parameters = {} }: types.RtpCodecParameters) =>
    Number(parameters['packetization-mode'] ?? 0);
  const names = [codec, track.codec].map(({ mimeType }) => codecName(mimeType));
  return names.every((name) => name === 'h264') && mode(codec) === mode(track.codec);
}

/** A codec as something a peer can receive. */
export function asCapability(codec: types.RtpCodecParameters): types.RtpCodecCapability {
  const { payloadType, mimeType, ...rest } = codec;
  const kind = mimeType.startsWith('audio/') ? 'audio' : 'video';
  return { ...rest, kind, mimeType, preferredPayloadType: payloadType };
}

function undecodable({ kind, codecs }: OfferedMedia, track: PlayableTrack | undefined): WhipError {
  const offered = [...new Set(codecs.map(({ name }) => name))].join(', ') || 'no codec';
  const published = track ? codecName(track.codec.mimeType) : 'nothing';
  return new WhipError(
    'codec-unsupported',
    `The publisher sends ${published}; the player’s ${kind} section offers ${offered}.`,
    { rule: 'S-20' },
  );
}

import { type CheckedOffer, type OfferedCodec, type OfferedMedia, WhipError } from '@whipway/core';
import { type AgreedTrack, agree, EXTENSION } from './agreed-track.js';
import { packetizationMode } from './codec-parameters.js';

/** What any session can use, as the capabilities tell it. */
export const CODECS = { audio: ['opus'], video: ['vp8', 'h264'] } as const;

const FEEDBACK = ['nack', 'nack pli', 'ccm fir', 'transport-cc', 'goog-remb'];

/**
 * Chooses one codec a section: the first offered that we have, for H264 the first with
 * packetization-mode 1, or else 0 (RFC 6184, section 6).
 *
 * @throws WhipError `codec-unsupported` with both sides' codecs
 */
export function agreeOnPublishing(offer: CheckedOffer): readonly AgreedTrack[] {
  return offer.media.map((media) => agreeOnSection(media));
}

function agreeOnSection(media: OfferedMedia): AgreedTrack {
  const codec = chooseCodec(media);
  // Feedback over transport-wide sequence numbers makes the receiver's own estimate superfluous.
  const counts =
    codec.feedback.includes('transport-cc') &&
    media.extensions.some(({ uri }) => uri === EXTENSION.transportSequence);
  return agree(media, codec, {
    feedback: FEEDBACK.filter((value) => value !== (counts ? 'goog-remb' : 'transport-cc')),
    extensions: counts
      ? ['mid', 'rid', 'repairedRid', 'transportSequence']
      : ['mid', 'rid', 'repairedRid'],
  });
}

/** The first offered codec that any session can use. */
export function chooseCodec(media: OfferedMedia): OfferedCodec {
  const takes: readonly string[] = CODECS[media.kind];
  const usable = media.codecs.filter(
    (codec) =>
      takes.includes(codec.name) && (codec.name !== 'h264' || packetizationMode(codec) < 2),
  );
  const [first] = usable;
  if (!first) throw noCodec(media, takes);
  if (first.name !== 'h264') return first;
  const h264 = usable.filter(({ name }) => name === 'h264');
  return h264.find((codec) => packetizationMode(codec) === 1) ?? first;
}

export function noCodec(media: OfferedMedia, takes: readonly string[]): WhipError {
  const offered = [...new Set(media.codecs.map(({ name }) => name))].join(', ') || 'nothing';
  return new WhipError(
    'codec-unsupported',
    `For ${media.kind} the offer has ${offered}; this backend takes ${takes.join(', ')}.`,
    { rule: 'S-20' },
  );
}

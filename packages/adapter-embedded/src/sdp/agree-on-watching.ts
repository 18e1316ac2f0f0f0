import { type CheckedOffer, type OfferedCodec, type OfferedMedia, WhipError } from '@whipway/core';
import { chooseCodec } from './agree-on-publishing.js';
import { type AgreedTrack, agree } from './agreed-track.js';
import { packetizationMode, profileOf } from './codec-parameters.js';

const FEEDBACK = ['nack', 'nack pli', 'ccm fir'];

/** A section of a player's offer, and the track it plays; none stays silent. */
export interface WatchedTrack {
  readonly agreed: AgreedTrack;
  readonly published: AgreedTrack | undefined;
}

/**
 * Gives each section of a player's offer the publisher's codec. Nothing is transcoded.
 *
 * @throws WhipError `codec-unsupported` when the player lacks it, naming both sides
 */
export function agreeOnWatching(
  offer: CheckedOffer,
  published: readonly AgreedTrack[],
): readonly WatchedTrack[] {
  const watched = offer.media.map((media) => {
    const track = published.find(({ kind }) => kind === media.kind);
    const codec = track ? matchingCodec(media, track) : chooseCodec(media);
    const agreed = agree(media, codec, { feedback: FEEDBACK, extensions: ['mid'] });
    return { agreed, published: track };
  });
  if (watched.some((track) => track.published)) return watched;
  throw new WhipError(
    'codec-unsupported',
    `The player asks for ${kinds(offer.media)}, and only ${kinds(published)} is published.`,
  );
}

function matchingCodec(media: OfferedMedia, { codec }: AgreedTrack): OfferedCodec {
  const same = media.codecs.filter((offered) => isPlayable(offered, codec));
  const exact = same.find((offered) => profileOf(offered) === profileOf(codec));
  const found = exact ?? same[0];
  if (found) return found;
  const offered = [...new Set(media.codecs.map(({ name }) => name))].join(', ') || 'nothing';
  throw new WhipError(
    'codec-unsupported',
    `The publisher sends ${codec.name} ${media.kind}; the player takes ${offered}.`,
  );
}

/** H264: who takes packetization mode 1 takes mode 0 too, but not the other way round. */
function isPlayable(offered: OfferedCodec, sent: OfferedCodec): boolean {
  if (offered.name !== sent.name || offered.clockRate !== sent.clockRate) return false;
  return sent.name !== 'h264' || packetizationMode(offered) >= packetizationMode(sent);
}

function kinds(tracks: readonly { readonly kind: string }[]): string {
  return tracks.map(({ kind }) => kind).join(' and ') || 'nothing';
}

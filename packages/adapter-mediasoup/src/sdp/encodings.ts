import { type OfferedMedia, WhipError } from '@whipway/core';
import type { types } from 'mediasoup';
import { type LayerOrder, lowestFirst } from './layer-order.js';

const MID_EXTENSION = 'urn:ietf:params:rtp-hdrext:sdes:mid';

/**
 * Temporal layers that browsers put into each simulcast stream of VP8 and H264. More than there are
 * do no harm: with fewer, mediasoup would drop frames.
 */
const SIMULCAST_MODE = 'L1T3';

/**
 * How the packets of a section are told apart, lowest layer first: by rid, by SSRC, or by the mid
 * header extension alone.
 *
 * @throws WhipError `offer-unsupported` when the offer has none of the three
 */
export function encodingsOf(
  media: OfferedMedia,
  codec: { readonly rtx: unknown },
  order: LayerOrder,
): types.RtpEncodingParameters[] {
  if (media.rids.length > 0) return byRid(media, order);
  const ssrcs = mediaSsrcs(media);
  if (ssrcs.length > 0) return bySsrc(media, ssrcs, codec.rtx !== undefined);
  if (media.extensions.some(({ uri }) => uri === MID_EXTENSION)) return [{}];
  throw new WhipError(
    'offer-unsupported',
    `The ${media.kind} section has no a=ssrc, no rid and no mid header extension, so mediasoup could not tell its packets.`,
  );
}

function byRid({ rids }: OfferedMedia, order: LayerOrder): types.RtpEncodingParameters[] {
  // With a=ssrc beside the rids, too: which SSRC is which layer is written nowhere.
  const layers = lowestFirst(rids, order).map((rid) => ({ rid }));
  return layers.length > 1
    ? layers.map((layer) => ({ ...layer, scalabilityMode: SIMULCAST_MODE }))
    : layers;
}

/** SSRC simulcast (`ssrc-group:SIM`) is written with the lowest layer first. */
function bySsrc(
  media: OfferedMedia,
  ssrcs: readonly number[],
  hasRtx: boolean,
): types.RtpEncodingParameters[] {
  return ssrcs.map((ssrc) => {
    const repair = hasRtx ? repairOf(media, ssrc) : undefined;
    return {
      ssrc,
      ...(repair !== undefined && { rtx: { ssrc: repair } }),
      ...(ssrcs.length > 1 && { scalabilityMode: SIMULCAST_MODE }),
    };
  });
}

/** The SSRCs of media: those of `SIM`, else the first one (the others repair it). */
function mediaSsrcs({ ssrcs, ssrcGroups }: OfferedMedia): readonly number[] {
  const layers = ssrcGroups.find(({ semantics }) => semantics === 'SIM')?.ssrcs;
  if (layers) return layers;
  const repaired = ssrcGroups.find(({ semantics }) => semantics === 'FID')?.ssrcs[0];
  const first = repaired ?? ssrcs[0];
  return first === undefined ? [] : [first];
}

/** The retransmission stream of an SSRC (RFC 5576, section 4.2: `FID`, original first). */
function repairOf({ ssrcGroups }: OfferedMedia, ssrc: number): number | undefined {
  return ssrcGroups.find(({ semantics, ssrcs }) => semantics === 'FID' && ssrcs[0] === ssrc)
    ?.ssrcs[1];
}

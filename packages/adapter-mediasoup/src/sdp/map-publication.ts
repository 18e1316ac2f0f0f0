import type { CheckedOffer, OfferedMedia } from '@whipway/core';
import type { types } from 'mediasoup';
import { chooseCodec, type RouterSide } from './codec-match.js';
import { encodingsOf } from './encodings.js';
import { receivedExtensions } from './header-extensions.js';
import type { LayerOrder } from './layer-order.js';
import { readDetails, type SectionDetails } from './offer-details.js';

/** One section of an offer, ready for `transport.produce`. */
export interface MappedTrack {
  readonly media: OfferedMedia;
  readonly details: SectionDetails;
  readonly rtpParameters: types.RtpParameters;
}

/**
 * Turns a publisher's offer into what mediasoup wants for its producers.
 *
 * @throws WhipError `codec-unsupported` or `offer-unsupported`, with the reason
 */
export function mapPublication(
  offer: CheckedOffer,
  router: RouterSide,
  order: LayerOrder,
): readonly MappedTrack[] {
  const details = readDetails(offer);
  return offer.media.map((media, index) => {
    const detail = details[index] ?? { cname: undefined, extensionDirections: new Map() };
    const rtpParameters = mapSection(media, detail, router, order);
    return { media, details: detail, rtpParameters };
  });
}

function mapSection(
  media: OfferedMedia,
  details: SectionDetails,
  router: RouterSide,
  order: LayerOrder,
): types.RtpParameters {
  const codec = chooseCodec(media, router);
  return {
    ...(media.mid !== '' && { mid: media.mid }),
    codecs: codec.rtx ? [codec.media, codec.rtx] : [codec.media],
    headerExtensions: receivedExtensions(media, details, router.capabilities),
    encodings: encodingsOf(media, codec, order),
    rtcp: { reducedSize: true, ...(details.cname !== undefined && { cname: details.cname }) },
  };
}

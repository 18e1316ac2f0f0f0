import type { CheckedOffer } from '@whipway/core';
import type { types } from 'mediasoup';
import type { MappedTrack } from './map-publication.js';
import {
  type AnsweredExtension,
  type AnsweredSection,
  type AnsweringTransport,
  writeAnswer,
} from './write-answer.js';

/** The answer to a publisher, written from the offer while mediasoup makes the producers. */
export function answerPublication(
  offer: CheckedOffer,
  transport: AnsweringTransport,
  tracks: readonly MappedTrack[],
): string {
  return writeAnswer(offer, transport, tracks.map(receivedSection));
}

function receivedSection({ media, details, rtpParameters }: MappedTrack): AnsweredSection {
  const { codecs, headerExtensions = [] } = rtpParameters;
  const extensions = headerExtensions.map((extension) => receivedExtension(extension, details));
  return { media, direction: 'recvonly', codecs, extensions };
}

/** RFC 8285, section 6: an extension offered `sendonly` is answered `recvonly`. */
function receivedExtension(
  { id, uri }: types.RtpHeaderExtensionParameters,
  { extensionDirections }: MappedTrack['details'],
): AnsweredExtension {
  const oneWay = extensionDirections.get(id) === 'sendonly';
  return { id, uri, ...(oneWay && { direction: 'recvonly' }) };
}

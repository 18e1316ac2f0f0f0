import type { OfferedMedia } from '@whipway/core';
import type { types } from 'mediasoup';
import type { SectionDetails } from './offer-details.js';

const RECEIVABLE: readonly (string | undefined)[] = ['sendrecv', 'recvonly', undefined];
const SENDABLE: readonly (string | undefined)[] = ['sendrecv', 'sendonly', undefined];

/** The header extensions of a publisher's section that its router understands. */
export function receivedExtensions(
  media: OfferedMedia,
  { extensionDirections }: SectionDetails,
  router: types.RtpCapabilities,
): types.RtpHeaderExtensionParameters[] {
  const known = extensionsOf(router, media.kind, RECEIVABLE);
  return media.extensions.flatMap(({ uri, id }) => {
    const capability = known.find((extension) => extension.uri === uri);
    // What the client only wants to receive is not coming from it (RFC 8285, section 5).
    const sent = extensionDirections.get(id) !== 'recvonly';
    return capability && sent ? { uri: capability.uri, id } : [];
  });
}

/**
 * The header extensions a player can read. mediasoup writes each with an id of its own, whatever was
 * negotiated; those the player offers under another id are left out.
 */
export function playableExtensions(
  media: OfferedMedia,
  router: types.RtpCapabilities,
): types.RtpHeaderExtension[] {
  const known = extensionsOf(router, media.kind, SENDABLE);
  return known.filter(({ uri, preferredId }) =>
    media.extensions.some((offered) => offered.uri === uri && offered.id === preferredId),
  );
}

function extensionsOf(
  { headerExtensions = [] }: types.RtpCapabilities,
  kind: types.MediaKind,
  directions: readonly (string | undefined)[],
): types.RtpHeaderExtension[] {
  return headerExtensions.filter(
    (extension) => extension.kind === kind && directions.includes(extension.direction),
  );
}

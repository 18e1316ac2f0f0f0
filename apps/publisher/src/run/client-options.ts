import type { ClientOptions, PeerConnection } from '@whipway/client';
import { hasNoRelay } from '../cli/check-options.js';
import type { Options } from '../cli/options.js';
import { followingLinks, givenServers } from './ice-server-choice.js';

/** What a client is told of the command line. */
export function clientOptions(
  options: Options,
  platform: {
    readonly fetch: typeof fetch;
    readonly peer: (c: RTCConfiguration) => PeerConnection;
    readonly createMediaStream?: () => MediaStream;
    /** STUN and TURN servers that the server has named already. */
    readonly named?: () => readonly RTCIceServer[];
  },
): ClientOptions {
  const { createMediaStream, peer, named = () => [] } = platform;
  const given = givenServers(options);
  return {
    url: options.url,
    token: options.token,
    trickle: options.trickle ? 'full' : 'half',
    iceTransportPolicy: options.forceTurn && !hasNoRelay(options) ? 'relay' : 'all',
    trustedOrigins: options.trustOrigin ?? [],
    allowInsecure: options.insecure ?? false,
    // The client takes the server's only when it is given none.
    ...(options.followLink ? {} : { iceServers: given }),
    // Silence has been waited for already when a connection is told to be lost.
    patience: 500,
    platform: {
      fetch: platform.fetch,
      createPeerConnection: options.followLink ? followingLinks(peer, given, named) : peer,
      ...(createMediaStream ? { createMediaStream } : {}),
    },
  };
}

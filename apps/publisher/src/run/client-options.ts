import type { ClientOptions, PeerConnection } from '@whipway/client';
import { hasNoRelay } from '../cli/check-options.js';
import type { Options } from '../cli/options.js';

/** What a client is told of the command line. */
export function clientOptions(
  options: Options,
  platform: {
    readonly fetch: typeof fetch;
    readonly peer: (c: RTCConfiguration) => PeerConnection;
    readonly createMediaStream?: () => MediaStream;
  },
): ClientOptions {
  const { createMediaStream } = platform;
  return {
    url: options.url,
    token: options.token,
    trickle: options.trickle ? 'full' : 'half',
    iceTransportPolicy: options.forceTurn && !hasNoRelay(options) ? 'relay' : 'all',
    trustedOrigins: options.trustOrigin ?? [],
    allowInsecure: options.insecure ?? false,
    ...iceServers(options),
    // Silence has been waited for already when a connection is told to be lost.
    patience: 500,
    platform: {
      fetch: platform.fetch,
      createPeerConnection: platform.peer,
      ...(createMediaStream ? { createMediaStream } : {}),
    },
  };
}

/** Given servers win; without `--follow-link` those of the server are not asked. */
function iceServers(options: Options): { readonly iceServers?: RTCIceServer[] } {
  const given = [
    ...(options.stunServer ? [options.stunServer] : []),
    ...(options.turnServer ?? []),
  ];
  return given.length === 0 && options.followLink ? {} : { iceServers: given };
}

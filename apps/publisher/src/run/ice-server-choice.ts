import type { PeerConnection } from '@whipway/client';
import type { Options } from '../cli/options.js';
import { askIceServers } from '../http/ask-ice-servers.js';

type Kind = 'stun' | 'turn';

/** Those of `--stun-server` and `--turn-server`. */
export function givenServers({ stunServer, turnServer }: Options): RTCIceServer[] {
  return [...(stunServer ? [stunServer] : []), ...(turnServer ?? [])];
}

/** The server's, with given ones in the place of those of their kind. */
export function chosenServers(
  given: readonly RTCIceServer[],
  named: readonly RTCIceServer[],
): RTCIceServer[] {
  const kinds = new Set(given.map(kindOf));
  return [...given, ...named.filter((server) => !kinds.has(kindOf(server)))];
}

function kindOf({ urls }: RTCIceServer): Kind {
  return /^turns?:/i.test(String(urls)) ? 'turn' : 'stun';
}

type MakePeer = (configuration: RTCConfiguration) => PeerConnection;

/**
 * Makes connections that use the servers of the command line and the server's.
 *
 * @param named the server's, as far as they are known before its 201
 */
export function followingLinks(
  make: MakePeer,
  given: readonly RTCIceServer[],
  named: () => readonly RTCIceServer[],
): MakePeer {
  const chosen = (configuration: RTCConfiguration) => ({
    ...configuration,
    iceServers: chosenServers(given, configuration.iceServers ?? named()),
  });
  return (configuration) => {
    const peer = make(chosen(configuration));
    // The client gives those of the 201 to the connection it has made already.
    const configure = peer.setConfiguration.bind(peer);
    peer.setConfiguration = (next) => configure(chosen(next) as typeof next);
    return peer;
  };
}

export interface ServersParts {
  readonly options: Options;
  readonly http: typeof fetch;
  /** Hears why there is none, in a sentence. */
  readonly trouble: (sentence: string) => void;
}

/**
 * The server's STUN and TURN servers when they have to be known before the offer: with
 * `--follow-link` and `--no-trickle`, unless those given leave none to ask for. Never throws.
 */
export async function earlyServers(
  { options, http, trouble }: ServersParts,
  signal: AbortSignal,
): Promise<readonly RTCIceServer[]> {
  if (!options.followLink || options.trickle || hasBoth(options)) return [];
  // A server that cannot be reached is told by the POST that follows.
  const asked = await askIceServers(options, http, signal).catch(() => ({ servers: [] }));
  if ('servers' in asked) return asked.servers;
  trouble(
    `The server names no STUN or TURN server before the session (${asked.reason}). Those of its 201 are used from the first ICE restart on; without --no-trickle they would be used at once.`,
  );
  return [];
}

function hasBoth({ stunServer, turnServer }: Options): boolean {
  return stunServer !== undefined && turnServer !== undefined;
}

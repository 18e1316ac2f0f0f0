import { type Connection, parseIceServers } from 'werift';

/**
 * Gives an ICE agent its servers. werift itself asks a public STUN server when none is given, and
 * keeps those it began with when the configuration changes.
 */
export function useIceServers(
  connection: Connection,
  servers: readonly RTCIceServer[],
  policy: RTCIceTransportPolicy,
): void {
  const plain = servers.map(({ urls, username, credential }) => ({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
  const found = parseIceServers(plain);
  const parts: Partial<Connection> = { options: connection.options };
  parts.stunServer = found.stunServer as NonNullable<typeof found.stunServer>;
  parts.turnServer = found.turnServer as NonNullable<typeof found.turnServer>;
  Object.assign(connection, parts);
  Object.assign(connection.options, {
    stunServer: found.stunServer,
    turnServer: found.turnServer,
    turnUsername: found.turnUsername,
    turnPassword: found.turnPassword,
    turnTransport: found.turnTransport,
    forceTurn: policy === 'relay',
  });
}

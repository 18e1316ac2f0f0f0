import type { MediaSettings } from '@whipway/core';
import type { PortRange } from './udp-port.js';

/** How this process meets its peers: the `media:` block, read. */
export interface NetworkSettings {
  readonly addresses: readonly string[];
  readonly announced: string | undefined;
  readonly udpPorts: PortRange | undefined;
  readonly stun: readonly StunServer[];
  /** How long to wait for the STUN server, milliseconds. */
  readonly stunTimeout: number;
  /** Hears of every address that could not be bound, each time. */
  readonly onUnbound: (address: string, error: unknown) => void;
}

export interface StunServer {
  readonly host: string;
  readonly port: number;
}

const DEFAULT_STUN_PORT = 3478;

/** @throws Error when a STUN server is not of the form `stun:host:port` (RFC 7064) */
export function readNetworkSettings(
  media: MediaSettings,
  stunTimeout: number,
  onUnbound: NetworkSettings['onUnbound'] = () => {},
): NetworkSettings {
  return {
    addresses: media.addresses,
    announced: media.announced,
    udpPorts: media.udpPorts,
    stun: media.stun.map(readStunServer),
    stunTimeout,
    onUnbound,
  };
}

function readStunServer(uri: string): StunServer {
  const match = /^stun:(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(uri);
  const host = match?.[1] ?? match?.[2];
  if (!host) throw new Error(`media.stun: "${uri}" is not of the form stun:host:port`);
  return { host, port: match?.[3] ? Number(match[3]) : DEFAULT_STUN_PORT };
}

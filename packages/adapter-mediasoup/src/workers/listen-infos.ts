import type { MediaSettings } from '@whipway/core';
import type { types } from 'mediasoup';
import type { MediasoupSettings } from '../settings.js';

/**
 * One UDP and one TCP port for each address of a worker, best address first. The announced address
 * stands in for the first one (1:1 NAT).
 */
export function listenInfos(
  { addresses, announced, udpPorts }: MediaSettings,
  { udp, tcp }: Pick<MediasoupSettings, 'udp' | 'tcp'>,
): types.TransportListenInfo[] {
  const protocols: types.TransportProtocol[] = [
    ...(udp ? (['udp'] as const) : []),
    ...(tcp ? (['tcp'] as const) : []),
  ];
  return addresses.flatMap((ip, index) =>
    protocols.map((protocol) => ({
      protocol,
      ip,
      ...(announced !== undefined && index === 0 && { announcedAddress: announced }),
      ...(udpPorts && { portRange: { ...udpPorts } }),
    })),
  );
}

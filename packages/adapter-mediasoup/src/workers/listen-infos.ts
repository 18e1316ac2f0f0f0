import type { MediaSettings } from '@whipway/core';
import type { types } from 'mediasoup';
import type { MediasoupSettings } from '../settings.js';

/**
 * The packets of all sessions go through one UDP socket: it gets as much room as the system allows.
 * Linux cuts this down to net.core.rmem_max and wmem_max; other systems refuse what is too much.
 */
const BUFFER_BYTES = 4 * 1_024 * 1_024;
const ROOM = { recvBufferSize: BUFFER_BYTES, sendBufferSize: BUFFER_BYTES } as const;

/**
 * One UDP and one TCP port for each address of a worker, best address first. The announced address
 * stands in for the first one (1:1 NAT).
 */
export function listenInfos(
  { addresses, announced, udpPorts }: MediaSettings,
  { udp, tcp }: Pick<MediasoupSettings, 'udp' | 'tcp'>,
  platform: string = process.platform,
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
      ...(protocol === 'udp' && platform === 'linux' && ROOM),
    })),
  );
}

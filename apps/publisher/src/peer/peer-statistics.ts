import type { RTCDtlsTransport } from 'werift';
import type { OutgoingTrack } from '../rtp/outgoing-track.js';

type Entry = { readonly id: string; readonly type: string; readonly [name: string]: unknown };

/** The numbers of a connection that sends, in the words of W3C webrtc-stats. */
export async function peerStatistics(
  dtls: RTCDtlsTransport,
  tracks: readonly OutgoingTrack[],
  received: readonly Entry[],
): Promise<RTCStatsReport> {
  const timestamp = Date.now();
  const transport = (await dtls.getStats(timestamp)) as unknown as readonly Entry[];
  const entries = [...transport, ...tracks.flatMap((track) => sent(track, timestamp)), ...received];
  return new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;
}

function sent({ codec, figures }: OutgoingTrack, timestamp: number): readonly Entry[] {
  const { kind, name, clockRate, payloadType } = codec;
  const { packets, octets, sentAgain, frames, view } = figures;
  const codecId = `codec-${kind}`;
  const remoteId = `remote-inbound-${kind}`;
  const common = { timestamp, kind, codecId };
  const remote = {
    ...common,
    id: remoteId,
    type: 'remote-inbound-rtp',
    packetsLost: view?.packetsLost,
    fractionLost: view?.fractionLost,
    roundTripTime: view?.roundTripTime === undefined ? undefined : view.roundTripTime / 1000,
  };
  return [
    { id: codecId, type: 'codec', timestamp, payloadType, clockRate, mimeType: `${kind}/${name}` },
    {
      ...common,
      id: `outbound-${kind}`,
      type: 'outbound-rtp',
      remoteId,
      packetsSent: packets,
      bytesSent: octets,
      retransmittedPacketsSent: sentAgain,
      ...(kind === 'video' ? { framesEncoded: frames } : {}),
    },
    ...(view ? [remote] : []),
  ];
}

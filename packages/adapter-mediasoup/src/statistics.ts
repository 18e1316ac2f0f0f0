import type { SessionStats, TrackStats } from '@whipway/core';
import type { types } from 'mediasoup';
import { codecName } from './sdp/router-codecs.js';
import type { TransportLink } from './transport-link.js';

/** What producers and consumers count alike. */
type StreamStat = Pick<
  types.ProducerStat,
  | 'ssrc'
  | 'rid'
  | 'mimeType'
  | 'packetCount'
  | 'byteCount'
  | 'packetsLost'
  | 'nackCount'
  | 'pliCount'
  | 'firCount'
  | 'bitrate'
  | 'jitter'
  | 'roundTripTime'
>;

/** A producer or a consumer. */
interface Source {
  readonly kind: types.MediaKind;
  readonly rtpParameters: types.RtpParameters;
  getStats(): Promise<readonly (StreamStat & { readonly type: string })[]>;
}

/** Statistics of a publisher's session: one row for each stream it sends. */
export function publisherStats(
  link: TransportLink,
  producers: readonly types.Producer[],
): Promise<SessionStats> {
  return sessionStats(link, producers, 'inbound-rtp');
}

/** Statistics of a viewer's session: one row for each stream it is sent. */
export function viewerStats(
  link: TransportLink,
  consumers: readonly types.Consumer[],
): Promise<SessionStats> {
  return sessionStats(link, consumers, 'outbound-rtp');
}

async function sessionStats(
  { transport, worker }: TransportLink,
  sources: readonly Source[],
  type: string,
): Promise<SessionStats> {
  const streams = await Promise.all(
    sources.map(async (source) => {
      const stats = await worker.ask(() => source.getStats());
      return stats.filter((stat) => stat.type === type).map((stat) => ({ source, stat }));
    }),
  );
  const rows = streams.flat();
  const protocol = transport.iceSelectedTuple?.protocol;
  const delays = rows.flatMap(({ stat }) => stat.roundTripTime || []);
  return {
    ...(delays.length > 0 && { roundTripTime: Math.min(...delays) }),
    ...(protocol && { transport: protocol }),
    tracks: rows.map(({ source, stat }) => toTrack(source, stat)),
  };
}

function toTrack({ kind, rtpParameters }: Source, stat: StreamStat): TrackStats {
  const [codec] = rtpParameters.codecs;
  return {
    kind,
    ...(rtpParameters.mid !== undefined && { mid: rtpParameters.mid }),
    ...(stat.rid && { rid: stat.rid }),
    ssrc: stat.ssrc,
    codec: codecName(stat.mimeType),
    packets: stat.packetCount,
    bytes: stat.byteCount,
    packetsLost: stat.packetsLost,
    nacks: stat.nackCount,
    keyframeRequests: stat.pliCount + stat.firCount,
    bitrate: stat.bitrate,
    // mediasoup counts in ticks of the codec's clock.
    jitter: codec ? (stat.jitter / codec.clockRate) * 1_000 : 0,
  };
}

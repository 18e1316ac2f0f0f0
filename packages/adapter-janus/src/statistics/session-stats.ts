import type { SessionStats, TrackStats } from '@whipway/core';
import type { HandleInfo, Medium } from './handle-info.js';

/** Where Janus keeps what belongs to each layer, lowest first. */
const LAYERS = [
  { counts: undefined, reception: 'main', ssrc: 'ssrc-peer' },
  { counts: 'video-simulcast-1', reception: 'sim1', ssrc: 'ssrc-peer-sim-1' },
  { counts: 'video-simulcast-2', reception: 'sim2', ssrc: 'ssrc-peer-sim-2' },
] as const;

/** `10.0.0.1:36789 [host,udp] <-> …`: the transport of our side. */
const TRANSPORT = /\[\w+,(\w+)\]/;

/** What `handle_info` says of a publisher, one row a layer. */
export function sessionStats({ webrtc }: HandleInfo): SessionStats {
  const media = Object.values(webrtc?.media ?? {});
  const transport = webrtc?.ice?.['selected-pair']?.match(TRANSPORT)?.[1];
  // Zero until a sender report was answered, which publishers rarely do.
  const roundTripTime = media.map(({ rtcp }) => rtcp.main?.rtt ?? 0).find((rtt) => rtt > 0);
  return {
    ...(transport === undefined ? {} : { transport }),
    ...(roundTripTime === undefined ? {} : { roundTripTime }),
    tracks: media.flatMap((medium) => layersOf(medium)),
  };
}

function layersOf(medium: Medium): readonly TrackStats[] {
  const { type, mid, codecs, stats, rtcp, ssrc } = medium;
  if (type !== 'audio' && type !== 'video') return [];
  return LAYERS.flatMap((layer, index) => {
    const incoming = layer.counts ? stats.in[layer.counts] : stats.in;
    if (!incoming) return [];
    const outgoing = layer.counts ? stats.out[layer.counts] : stats.out;
    const reception = rtcp[layer.reception];
    const { bytes_lastsec: lastSecond } = incoming;
    return {
      kind: type,
      packets: incoming.packets,
      bytes: incoming.bytes,
      ...known({
        mid,
        rid: ridOf(medium, index),
        ssrc: ssrc[layer.ssrc],
        codec: codecs?.codec?.toLowerCase(),
        packetsLost: reception?.lost,
        jitter: reception?.['jitter-local'],
        nacks: outgoing?.nacks,
        bitrate: lastSecond === undefined ? undefined : lastSecond * 8,
      }),
    };
  });
}

/** Janus numbers layers from the lowest, while `hml` lists them from the highest. */
function ridOf(medium: Medium, layer: number): string | undefined {
  const { rid = [], 'rid-order': order } = medium['rid-simulcast'] ?? {};
  return order === 'lmh' ? rid[layer] : rid[rid.length - 1 - layer];
}

type Known<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function known<Fields extends object>(fields: Fields): Known<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Known<Fields>;
}

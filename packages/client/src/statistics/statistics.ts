import { entriesOf, type StatsEntry } from './stats-report.js';

/** Numbers of one sent or received track. */
export interface TrackStatistics {
  readonly kind: 'audio' | 'video';
  /** Payload since the start. */
  readonly bytes: number;
  readonly packets: number;
  readonly packetsLost: number;
  /** Since the report before; 0 in the first one. */
  readonly bitsPerSecond: number;
  /** Share of packets lost since the report before, 0 to 1. */
  readonly loss: number;
  /** Such as `VP8`; undefined until a codec is in use. */
  readonly codec: string | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly framesPerSecond: number | undefined;
  /** Encoded or decoded since the start; 0 for audio. */
  readonly frames: number;
}

/** Numbers of one session at one moment. */
export interface Statistics {
  /** Milliseconds, on the clock of the report. */
  readonly at: number;
  /** Sum over the tracks. */
  readonly bitsPerSecond: number;
  /** Milliseconds; undefined until measured. */
  readonly roundTripTime: number | undefined;
  readonly audio: TrackStatistics | undefined;
  readonly video: TrackStatistics | undefined;
}

/** Reads a report; rates are taken against `previous`. Pure. */
export function readStatistics(
  report: RTCStatsReport,
  previous: Statistics | undefined,
): Statistics {
  const entries = entriesOf(report);
  const streams = [...entries.values()].filter(({ type }) => /^(?:in|out)bound-rtp$/.test(type));
  const at = Math.max(0, ...[...entries.values()].map(({ timestamp }) => timestamp));
  const seconds = previous ? (at - previous.at) / 1000 : 0;
  const [audio, video] = (['audio', 'video'] as const).map((kind) => {
    const stream = streams.find((entry) => entry.kind === kind);
    return stream && readTrack(kind, stream, entries, previous?.[kind], seconds);
  });
  return {
    at,
    bitsPerSecond: (audio?.bitsPerSecond ?? 0) + (video?.bitsPerSecond ?? 0),
    roundTripTime: roundTripTime(entries),
    audio,
    video,
  };
}

type Entries = ReadonlyMap<string, StatsEntry>;

function readTrack(
  kind: 'audio' | 'video',
  stream: StatsEntry,
  entries: Entries,
  previous: TrackStatistics | undefined,
  seconds: number,
): TrackStatistics {
  const remote = entries.get(stream.remoteId ?? '');
  const bytes = stream.bytesSent ?? stream.bytesReceived ?? 0;
  const packets = stream.packetsSent ?? stream.packetsReceived ?? 0;
  const packetsLost = stream.packetsLost ?? remote?.packetsLost ?? 0;
  const passed = packets - (previous?.packets ?? 0);
  const lost = Math.max(0, packetsLost - (previous?.packetsLost ?? 0));
  return {
    kind,
    bytes,
    packets,
    packetsLost,
    bitsPerSecond: rate((bytes - (previous?.bytes ?? 0)) * 8, previous ? seconds : 0),
    // A receiver counts arrived packets, a sender all of them.
    loss: rate(lost, stream.type === 'inbound-rtp' ? passed + lost : passed),
    codec: entries.get(stream.codecId ?? '')?.mimeType?.split('/')[1],
    width: stream.frameWidth,
    height: stream.frameHeight,
    framesPerSecond: stream.framesPerSecond,
    frames: stream.framesEncoded ?? stream.framesDecoded ?? 0,
  };
}

function rate(amount: number, per: number): number {
  return per > 0 ? Math.max(0, amount / per) : 0;
}

/** From the media server's own reports, else from the connection checks. */
function roundTripTime(entries: Entries): number | undefined {
  const all = [...entries.values()];
  const transport = all.find(({ selectedCandidatePairId }) => selectedCandidatePairId);
  const pair =
    entries.get(transport?.selectedCandidatePairId ?? '') ??
    all.find(
      ({ type, nominated, state }) =>
        type === 'candidate-pair' && nominated && state === 'succeeded',
    );
  const seconds =
    pair?.currentRoundTripTime ??
    all.find(({ type, roundTripTime }) => type === 'remote-inbound-rtp' && roundTripTime)
      ?.roundTripTime;
  return seconds === undefined ? undefined : seconds * 1000;
}

import type { StatsEntries, StatsEntry } from './stats-report.js';

/** Numbers of one RTP stream: a track, or one simulcast layer of it. */
export interface StreamStatistics {
  /** Payload since the start. */
  readonly bytes: number;
  readonly packets: number;
  readonly packetsLost: number;
  /** Since the report before; 0 in the first one. */
  readonly bitsPerSecond: number;
  /** Share of packets lost since the report before, 0 to 1. */
  readonly loss: number;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly framesPerSecond: number | undefined;
  /** Encoded or decoded since the start; 0 for audio. */
  readonly frames: number;
}

/** One simulcast layer. */
export interface LayerStatistics extends StreamStatistics {
  readonly rid: string;
}

/** Numbers of one sent or received track: sums over its layers, the picture of the largest one. */
export interface TrackStatistics extends StreamStatistics {
  readonly kind: 'audio' | 'video';
  /** Such as `VP8`; undefined until a codec is in use. */
  readonly codec: string | undefined;
  /** Those that have sent something; empty without simulcast. */
  readonly layers: readonly LayerStatistics[];
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
  report: { values(): Iterable<unknown> },
  previous: Statistics | undefined,
): Statistics {
  const all = [...report.values()] as StatsEntry[];
  const entries: StatsEntries = new Map(all.map((entry) => [entry.id, entry]));
  // The widest first: it stands for the picture.
  const streams = all
    .filter(({ type }) => /^(?:in|out)bound-rtp$/.test(type))
    .sort((one, other) => (other.frameWidth ?? 0) - (one.frameWidth ?? 0));
  const at = Math.max(0, ...all.map(({ timestamp }) => timestamp));
  const seconds = previous ? (at - previous.at) / 1000 : 0;
  const [audio, video] = (['audio', 'video'] as const).map((kind) => {
    const own = streams.filter((entry) => entry.kind === kind);
    return own.length > 0 ? readTrack(kind, own, entries, previous?.[kind], seconds) : undefined;
  });
  return {
    at,
    bitsPerSecond: (audio?.bitsPerSecond ?? 0) + (video?.bitsPerSecond ?? 0),
    roundTripTime: roundTripTime(entries, all),
    audio,
    video,
  };
}

function readTrack(
  kind: 'audio' | 'video',
  own: readonly StatsEntry[],
  entries: StatsEntries,
  previous: TrackStatistics | undefined,
  seconds: number,
): TrackStatistics {
  const layers = own.flatMap((entry) => {
    const { rid } = entry;
    const before = previous?.layers.find((layer) => layer.rid === rid);
    const layer = readStream([entry], entries, before, seconds);
    // Chromium keeps entries of layers that the answer dropped.
    return rid && layer.bytes > 0 ? [{ rid, ...layer }] : [];
  });
  const codec = own.map(({ codecId }) => entries.get(codecId ?? '')?.mimeType).find(Boolean);
  return {
    kind,
    codec: codec?.split('/')[1],
    ...readStream(own, entries, previous, seconds),
    layers,
  };
}

/** Sums of streams; their picture is that of the first. */
function readStream(
  streams: readonly StatsEntry[],
  entries: StatsEntries,
  previous: StreamStatistics | undefined,
  seconds: number,
): StreamStatistics {
  const sum = (count: (stream: StatsEntry) => number | undefined) =>
    streams.reduce((total, stream) => total + (count(stream) ?? 0), 0);
  const bytes = sum(({ bytesSent, bytesReceived }) => bytesSent ?? bytesReceived);
  const packets = sum(({ packetsSent, packetsReceived }) => packetsSent ?? packetsReceived);
  const packetsLost = sum(
    ({ packetsLost, remoteId }) => packetsLost ?? entries.get(remoteId ?? '')?.packetsLost,
  );
  const passed = packets - (previous?.packets ?? 0);
  const lost = Math.max(0, packetsLost - (previous?.packetsLost ?? 0));
  const received = streams.some(({ type }) => type === 'inbound-rtp');
  const [widest] = streams;
  return {
    bytes,
    packets,
    packetsLost,
    bitsPerSecond: rate((bytes - (previous?.bytes ?? 0)) * 8, previous ? seconds : 0),
    // A receiver counts arrived packets, a sender all of them.
    loss: rate(lost, received ? passed + lost : passed),
    width: widest?.frameWidth,
    height: widest?.frameHeight,
    framesPerSecond: widest?.framesPerSecond,
    frames: widest?.framesEncoded ?? widest?.framesDecoded ?? 0,
  };
}

function rate(amount: number, per: number): number {
  return per > 0 ? Math.max(0, amount / per) : 0;
}

/** From the media server's own reports, else from the connection checks. */
function roundTripTime(entries: StatsEntries, all: readonly StatsEntry[]): number | undefined {
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

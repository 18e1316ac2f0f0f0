import { type Encoder, rateOptions, type VideoWishes } from './ffmpeg-encoders.js';
import type { TrackPorts } from './media-source.js';

/** One `-i` of FFmpeg and what goes before it. */
export interface FfmpegInput {
  readonly options: readonly string[];
  readonly url: string;
}

export interface FfmpegPlan {
  readonly inputs: readonly FfmpegInput[];
  /** The stream of each kind, as `-map` wants it. */
  readonly maps: { readonly audio?: string; readonly video?: string };
  /** One for each codec that may be asked for. */
  readonly encoders: readonly Encoder[];
  readonly video: VideoWishes;
  /** Filters of the picture, joined by commas. */
  readonly filters: readonly string[];
}

/** Bytes of RTP in a packet, so that it fits into 1280 bytes with everything around it. */
const PACKET_SIZE = 1200;

/** Progress is told this often, in seconds. */
const PROGRESS_PERIOD = '0.5';

/**
 * The command line of FFmpeg that sends each track as RTP to its port.
 *
 * One tee muxer for both: they begin at the same moment, so their sender reports tell one clock.
 */
export function ffmpegArguments(plan: FfmpegPlan, tracks: readonly TrackPorts[]): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'warning'],
    ...['-progress', 'pipe:1', '-stats_period', PROGRESS_PERIOD],
    ...plan.inputs.flatMap(({ options, url }) => [...options, '-i', url]),
    ...tracks.flatMap((track) => trackArguments(plan, track)),
    ...['-strict', 'experimental', '-f', 'tee'],
    tracks.map((track, index) => slave(plan, track, index)).join('|'),
  ];
}

function encoderOf({ encoders }: FfmpegPlan, { codec }: TrackPorts): Encoder | undefined {
  return encoders.find((encoder) => encoder.codec === codec);
}

function trackArguments(plan: FfmpegPlan, track: TrackPorts): readonly string[] {
  const { kind } = track;
  const encoder = encoderOf(plan, track);
  const map = plan.maps[kind];
  if (!encoder || !map) return [];
  const codec = ['-map', map, `-c:${kind[0]}`, encoder.name, ...encoder.options];
  if (kind === 'audio') return codec;
  const filters = [...plan.filters, 'format=yuv420p'].join(',');
  return [...codec, ...rateOptions(plan.video), '-vf', filters];
}

/** Inside a slave's options a colon or an equals sign of the address has no special meaning. */
function slave(plan: FfmpegPlan, track: TrackPorts, index: number): string {
  const filter = encoderOf(plan, track)?.filter;
  const options = [
    'f=rtp',
    `select=${index}`,
    `payload_type=${track.payloadType}`,
    ...(filter ? [`bsfs=${filter}`] : []),
  ].join(':');
  return `[${options}]rtp://127.0.0.1:${track.rtp}?rtcpport=${track.rtcp}&pkt_size=${PACKET_SIZE}`;
}

import type { PictureSize } from '../cli/read-value.js';
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
  /** The picture is fitted into it; undefined leaves it as it comes. */
  readonly size: PictureSize | undefined;
}

/** Bytes of RTP in a packet, so that it fits into 1280 bytes with everything around it. */
const PACKET_SIZE = 1200;

/** A tee has no rate that frames would have to be dropped or doubled for. */
const RATE_AS_IT_COMES = ['-fps_mode', 'vfr'];

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
  return [...codec, ...rateOptions(plan.video), ...RATE_AS_IT_COMES, '-vf', filters(plan)];
}

/** Even numbers of pixels, as 4:2:0 colours need. */
function filters({ size, video }: FfmpegPlan): string {
  const fit = size
    ? `scale=${size.width}:${size.height}:force_original_aspect_ratio=decrease,pad=${size.width}:${size.height}:-1:-1`
    : 'scale=trunc(iw/2)*2:trunc(ih/2)*2';
  const rate = video.frameRate === undefined ? [] : [`fps=${video.frameRate}`];
  return [...rate, fit, 'format=yuv420p'].join(',');
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

import type { CodecName } from '../peer/codecs.js';

export interface VideoWishes {
  /** Bits per second. */
  readonly bitrate: number;
  /** Frames per second; undefined leaves it as it comes. */
  readonly frameRate: number | undefined;
  /** Seconds between key frames: who joins or loses packets waits that long for a picture. */
  readonly keyframeInterval: number;
}

/** One encoder of FFmpeg and how it is made to encode at once. */
export interface Encoder {
  readonly codec: CodecName;
  /** Its name in `ffmpeg -encoders`. */
  readonly name: string;
  readonly options: readonly string[];
  /** For the tee muxer's `bsfs`: what has to be done to its packets. */
  readonly filter?: string;
}

const REALTIME_VPX = ['-deadline', 'realtime', '-lag-in-frames', '0', '-auto-alt-ref', '0'];
// biome-ignore format: options and their values in pairs
const PLAIN_X264 = ['-preset', 'veryfast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-bf', '0', '-sc_threshold', '0', '-forced-idr', '1'];

/** The preferred encoder of a codec first. H264 has its parameter sets with every key frame. */
// biome-ignore format: one encoder a line, read it as a table
const ENCODERS: readonly Encoder[] = [
  { codec: 'h264', name: 'libx264',     options: PLAIN_X264, filter: 'dump_extra' },
  { codec: 'h264', name: 'libopenh264', options: ['-profile:v', 'constrained_baseline', '-allow_skip_frames', '1'], filter: 'dump_extra' },
  { codec: 'h264', name: 'h264_videotoolbox', options: ['-realtime', '1', '-profile:v', 'baseline', '-bf', '0'], filter: 'dump_extra' },
  { codec: 'vp8',  name: 'libvpx',      options: [...REALTIME_VPX, '-cpu-used', '10', '-error-resilient', '1'] },
  { codec: 'vp9',  name: 'libvpx-vp9',  options: [...REALTIME_VPX, '-cpu-used', '8', '-row-mt', '1'] },
  { codec: 'av1',  name: 'libsvtav1',   options: ['-preset', '12', '-svtav1-params', 'pred-struct=1:lookahead=0'] },
  { codec: 'av1',  name: 'libaom-av1',  options: ['-usage', 'realtime', '-cpu-used', '10', '-lag-in-frames', '0', '-row-mt', '1'] },
  { codec: 'opus', name: 'libopus',     options: ['-ar', '48000', '-ac', '2', '-b:a', '96k', '-frame_duration', '20'] },
  { codec: 'pcmu', name: 'pcm_mulaw',   options: ['-ar', '8000', '-ac', '1'] },
  { codec: 'pcma', name: 'pcm_alaw',    options: ['-ar', '8000', '-ac', '1'] },
];

/** Undefined when this FFmpeg has none for the codec. */
export function encoderFor(codec: CodecName, available: ReadonlySet<string>): Encoder | undefined {
  return ENCODERS.find((encoder) => encoder.codec === codec && available.has(encoder.name));
}

/** Every encoder that would do for a codec, for the message that none is there. */
export function encodersOf(codec: CodecName): readonly string[] {
  return ENCODERS.filter((encoder) => encoder.codec === codec).map(({ name }) => name);
}

/** More frames than any picture has in the interval: the forced key frames come first. */
const FASTEST = 120;

/** How much and how often, for any video encoder, whatever the frame rate is. */
export function rateOptions({ bitrate, keyframeInterval }: VideoWishes): readonly string[] {
  const rate = `${bitrate}`;
  return [
    ...['-b:v', rate, '-maxrate', rate, '-bufsize', rate],
    ...['-g', `${Math.ceil(FASTEST * keyframeInterval)}`],
    ...['-force_key_frames', `expr:gte(t,n_forced*${keyframeInterval})`],
  ];
}

/** The names that `ffmpeg -encoders` prints: flags, name, description. */
export function readEncoders(listing: string): ReadonlySet<string> {
  return new Set([...listing.matchAll(/^ [VAS][.\w]{5} (\w\S*)/gm)].map(([, name]) => name ?? ''));
}

/** `ffmpeg version 5.1.9-0+deb12u1` is 5; undefined for a build from between two versions. */
export function readMajorVersion(text: string): number | undefined {
  const major = /^ffmpeg version n?(\d+)\./.exec(text)?.[1];
  return major === undefined ? undefined : Number(major);
}

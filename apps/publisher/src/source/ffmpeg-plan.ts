import { CommandError } from '../cli/command-error.js';
import type { VideoCodec } from '../cli/options.js';
import type { PictureSize } from '../cli/read-value.js';
import { type CodecName, offered } from '../peer/codecs.js';
import { type FfmpegInput, ffmpegArguments } from './ffmpeg-arguments.js';
import { type Encoder, encoderFor, encodersOf, type VideoWishes } from './ffmpeg-encoders.js';
import type { MediaPlan } from './media-source.js';

export interface FfmpegMedia {
  readonly title: string;
  readonly inputs: readonly FfmpegInput[];
  /** The stream of each kind, as `-map` wants it; a kind that is not there is not published. */
  readonly maps: { readonly audio?: string; readonly video?: string };
  readonly size: PictureSize | undefined;
  readonly video: VideoWishes;
  readonly videoCodec: VideoCodec;
}

/** H264 costs the least; VP8 is what every WebRTC stack has to have (RFC 7742). */
const AUTOMATIC = ['h264', 'vp8'] as const;

/**
 * Publishing with FFmpeg.
 *
 * @param available encoders of this FFmpeg
 * @throws CommandError `no-program` when none of them can make what is wanted
 */
export function ffmpegPlan(media: FfmpegMedia, available: ReadonlySet<string>): MediaPlan {
  const encoders = [
    ...(media.maps.audio ? encodersFor(['opus'], available) : []),
    ...(media.maps.video ? encodersFor(videoCodecs(media.videoCodec), available) : []),
  ];
  return {
    title: media.title,
    codecs: encoders.map(({ codec }) => offered(codec)),
    command: (tracks) => ({
      program: 'ffmpeg',
      args: ffmpegArguments({ ...media, encoders }, tracks),
    }),
  };
}

function videoCodecs(wanted: VideoCodec): readonly CodecName[] {
  return wanted === 'auto' ? AUTOMATIC : [wanted];
}

function encodersFor(
  codecs: readonly CodecName[],
  available: ReadonlySet<string>,
): readonly Encoder[] {
  const found = codecs.flatMap((codec) => encoderFor(codec, available) ?? []);
  if (found.length > 0) return found;
  const names = codecs.flatMap(encodersOf).join(', ');
  throw new CommandError(
    'no-program',
    `This FFmpeg cannot encode ${codecs.join(' or ')}: it has none of ${names}. Debian’s ffmpeg has them all, Homebrew’s as well.`,
  );
}

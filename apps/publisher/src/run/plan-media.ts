import { existsSync } from 'node:fs';
import { CommandError } from '../cli/command-error.js';
import type { Options } from '../cli/options.js';
import type { MediaKind } from '../peer/codecs.js';
import { readEncoders, readMajorVersion } from '../source/ffmpeg-encoders.js';
import { type FfmpegMedia, ffmpegPlan } from '../source/ffmpeg-plan.js';
import { type GstPipeline, readPipeline } from '../source/gst-pipeline.js';
import { gstPlan } from '../source/gst-plan.js';
import { type InputSource, probeArguments, readInput, readKinds } from '../source/input-source.js';
import type { MediaPlan } from '../source/media-source.js';
import { askTool } from '../source/run-tool.js';
import { screenInput } from '../source/screen-input.js';
import { testPattern } from '../source/test-pattern.js';

/** Frames per second of what has no rate of its own. */
const FRAME_RATE = 30;

/**
 * Looks at what is wanted and what is installed.
 *
 * @param signal fires to give up
 * @throws CommandError
 */
export async function planMedia(options: Options, signal: AbortSignal): Promise<MediaPlan> {
  const pipelines = pipelinesOf(options);
  if (pipelines.length > 0) {
    await askTool('gst-launch-1.0', ['--version'], signal);
    return gstPlan({ ...options, pipelines, eosSinkName: options.eosSinkName });
  }
  const encoders = readEncoders(await askTool('ffmpeg', ['-hide_banner', '-encoders'], signal));
  if (options.videoCodec === 'av1') await checkAv1(signal);
  const media = options.testPattern ? patternMedia(options) : await inputMedia(options, signal);
  return ffmpegPlan(wanted(media, options), encoders);
}

function pipelinesOf({ audio, video }: Options): readonly GstPipeline[] {
  return [
    ...(audio ? [readPipeline('audio', audio)] : []),
    ...(video ? [readPipeline('video', video)] : []),
  ];
}

type Media = Pick<FfmpegMedia, 'title' | 'inputs' | 'maps' | 'size'>;

/** Without what `--no-audio` or `--no-video` leaves out. @throws CommandError when nothing is left */
function wanted(media: Media, options: Options): FfmpegMedia {
  const { audio, video } = media.maps;
  const maps = {
    ...(audio && options.audio !== false ? { audio } : {}),
    ...(video && options.video !== false ? { video } : {}),
  };
  if (!maps.audio && !maps.video)
    throw new CommandError('media', `${media.title} has nothing that could be published.`);
  const { bitrate, keyframeInterval, frameRate, videoCodec } = options;
  return { ...media, maps, videoCodec, video: { bitrate, keyframeInterval, frameRate } };
}

function patternMedia({ size, frameRate = FRAME_RATE }: Options): Media {
  const picture = { ...(size ?? { width: 1280, height: 720 }), frameRate };
  const { video, audio } = testPattern(picture);
  return {
    title: `a test pattern of ${picture.width}x${picture.height}, ${frameRate} frames per second`,
    inputs: [video, audio],
    maps: { audio: '1:a:0', video: '0:v:0' },
    size: undefined,
  };
}

async function inputMedia(options: Options, signal: AbortSignal): Promise<Media> {
  const { input = [], screen, loop = false, frameRate, size } = options;
  const inputs = [
    ...(screen ? [thisScreen(frameRate ?? FRAME_RATE)] : []),
    ...input.map((text) => readInput(text, { loop, frameRate })),
  ];
  checkDevices(inputs);
  const kinds = await Promise.all(inputs.map((source) => source.kinds ?? askKinds(source, signal)));
  const title = [...(screen ? ['the screen'] : []), ...input].join(' and ');
  return { title, inputs, maps: mapsOf(kinds), size };
}

/** No session is opened for a camera that is not there. @throws CommandError `media` */
function checkDevices(inputs: readonly InputSource[]): void {
  const lacking = inputs.find(({ url }) => url.startsWith('/dev/') && !existsSync(url));
  if (lacking) throw new CommandError('media', `There is no ${lacking.url}.`);
}

function thisScreen(frameRate: number): InputSource {
  return screenInput({ platform: process.platform, environment: process.env, frameRate });
}

/** The first input that has a kind gives it. */
function mapsOf(kinds: readonly (readonly MediaKind[])[]): FfmpegMedia['maps'] {
  const [audio, video] = (['audio', 'video'] as const).map((kind) =>
    kinds.findIndex((list) => list.includes(kind)),
  );
  return {
    ...(audio === undefined || audio === -1 ? {} : { audio: `${audio}:a:0` }),
    ...(video === undefined || video === -1 ? {} : { video: `${video}:v:0` }),
  };
}

async function askKinds(source: InputSource, signal: AbortSignal): Promise<readonly MediaKind[]> {
  try {
    return readKinds(await askTool('ffprobe', probeArguments(source), signal));
  } catch (error) {
    if (error instanceof CommandError && error.ending === 'media')
      throw new CommandError('media', `${source.url} cannot be read: ${error.message}`, {
        cause: error,
      });
    throw error;
  }
}

/** FFmpeg learned to send AV1 by RTP in version 8. Its encoder is not tried: some hang when refused. */
async function checkAv1(signal: AbortSignal): Promise<void> {
  const major = readMajorVersion(await askTool('ffmpeg', ['-version'], signal));
  if (major !== undefined && major < 8)
    throw new CommandError(
      'no-program',
      `FFmpeg ${major} cannot send AV1 by RTP; version 8 or newer can.`,
    );
}

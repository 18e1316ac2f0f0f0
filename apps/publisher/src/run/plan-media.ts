import { CommandError } from '../cli/command-error.js';
import type { Options } from '../cli/options.js';
import { readEncoders } from '../source/ffmpeg-encoders.js';
import { ffmpegPlan } from '../source/ffmpeg-plan.js';
import type { MediaPlan } from '../source/media-source.js';
import { askTool } from '../source/run-tool.js';
import { testPattern } from '../source/test-pattern.js';

/** Looks at what is wanted and what is installed. @throws CommandError */
export async function planMedia(options: Options): Promise<MediaPlan> {
  if (options.testPattern) return planTestPattern(options);
  throw new CommandError('usage', 'Say what to publish.');
}

async function planTestPattern(options: Options): Promise<MediaPlan> {
  const { size = { width: 1280, height: 720 }, frameRate } = options;
  const { video, audio } = testPattern({ ...size, frameRate });
  return ffmpegPlan(
    {
      title: `test pattern ${size.width}x${size.height}, ${frameRate} fps`,
      inputs: [video, audio],
      maps: { audio: '1:a:0', video: '0:v:0' },
      filters: [],
      video: options,
      videoCodec: options.videoCodec,
    },
    await ffmpegEncoders(),
  );
}

async function ffmpegEncoders(): Promise<ReadonlySet<string>> {
  return readEncoders(await askTool('ffmpeg', ['-hide_banner', '-encoders']));
}

import type { FfmpegInput } from './ffmpeg-arguments.js';

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

/** A picture in which everything moves, with the time in it, and a tone with a beep each second. */
export function testPattern({ width, height, frameRate }: Picture): {
  readonly video: FfmpegInput;
  readonly audio: FfmpegInput;
} {
  const live = ['-re', '-f', 'lavfi'];
  return {
    video: { options: live, url: `testsrc2=size=${width}x${height}:rate=${frameRate}` },
    audio: { options: live, url: 'sine=frequency=440:beep_factor=2:sample_rate=48000' },
  };
}

import { drawPattern, PATTERN_SIZE } from './draw-pattern.js';
import type { PatternJob } from './pattern-worker.js';

export interface PatternTrack {
  readonly track: MediaStreamTrack;
  readonly stop: () => void;
}

/** Chromium's way to make a track of frames; not in TypeScript's library. */
type TrackGenerator = MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
type TrackGeneratorClass = new (init: { readonly kind: 'video' }) => TrackGenerator;

/**
 * The moving picture as a track.
 *
 * Drawn by a worker where the browser allows it, so that it goes on while the page is in the
 * background, as it is when the publisher looks at the watching page.
 */
export function createPatternTrack(title: string): PatternTrack {
  const Generator = Reflect.get(globalThis, 'MediaStreamTrackGenerator') as
    | TrackGeneratorClass
    | undefined;
  return Generator ? workerTrack(new Generator({ kind: 'video' }), title) : canvasTrack(title);
}

function workerTrack(generator: TrackGenerator, title: string): PatternTrack {
  const worker = new Worker(new URL('./pattern-worker.ts', import.meta.url), { type: 'module' });
  const job: PatternJob = { frames: generator.writable, title };
  worker.postMessage(job, [generator.writable]);
  return {
    track: generator,
    stop: () => {
      generator.stop();
      worker.terminate();
    },
  };
}

function canvasTrack(title: string): PatternTrack {
  const { width, height, framesPerSecond } = PATTERN_SIZE;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { alpha: false });
  const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
  if (!context || !track) throw new Error('This browser cannot make a video of a canvas.');
  let index = 0;
  const draw = () => drawPattern(context, { time: Date.now(), index: index++, title });
  draw();
  const timer = setInterval(draw, 1000 / framesPerSecond);
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

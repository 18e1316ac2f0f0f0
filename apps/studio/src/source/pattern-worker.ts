import { drawPattern, PATTERN_SIZE } from './draw-pattern.js';

/** What the page sends: where frames go, and what stands on them. */
export interface PatternJob {
  readonly frames: WritableStream<VideoFrame>;
  readonly title: string;
}

self.onmessage = ({ data }: MessageEvent<PatternJob>) => {
  void paint(data);
};

async function paint({ frames, title }: PatternJob): Promise<void> {
  const { width, height, framesPerSecond } = PATTERN_SIZE;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser cannot draw off screen.');
  const writer = frames.getWriter();
  const start = performance.now();
  for (let index = 0; ; index += 1) {
    const due = start + (index * 1000) / framesPerSecond;
    await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    drawPattern(context, { time: Date.now(), index, title });
    // Microseconds. The sink closes the frame.
    await writer.write(new VideoFrame(canvas, { timestamp: (due - start) * 1000 }));
  }
}

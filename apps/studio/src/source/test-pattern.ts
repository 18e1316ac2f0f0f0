import type { MediaSource } from './media-source.js';
import { createPatternTrack } from './pattern-track.js';
import { createTestTone } from './test-tone.js';

/** A generated picture with clock, and a tone: media without a camera. */
export function openTestPattern(title: string): MediaSource {
  const picture = createPatternTrack(title);
  const tone = createTestTone();
  return {
    stream: new MediaStream([tone.track, picture.track]),
    stop: () => {
      picture.stop();
      tone.stop();
    },
  };
}

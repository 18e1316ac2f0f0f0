import { h264Pixels, isH264Keyframe } from './h264.js';
import { isVp8Keyframe, vp8Pixels } from './vp8.js';

/** What a payload tells of its picture. */
export interface PayloadReader {
  /** The first packet of a picture that needs no other. */
  isKeyframe(payload: Buffer): boolean;
  /** Pixels of the picture, where the first packet of a key frame tells. */
  pixels(payload: Buffer): number | undefined;
}

const READERS: Readonly<Record<string, PayloadReader>> = {
  vp8: { isKeyframe: isVp8Keyframe, pixels: vp8Pixels },
  h264: { isKeyframe: isH264Keyframe, pixels: h264Pixels },
};

/** Audio: every packet can be decoded by itself. */
const ALWAYS: PayloadReader = { isKeyframe: () => true, pixels: () => undefined };

export function payloadReader(codec: string): PayloadReader {
  return READERS[codec] ?? ALWAYS;
}

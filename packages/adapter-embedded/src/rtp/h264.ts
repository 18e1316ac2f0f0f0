import { spsPixels } from './sps.js';

/** NAL unit types (RFC 6184, section 5.2). */
const TYPE = { idr: 5, sps: 7, stapA: 24, fuA: 28 } as const;

/** The NAL units an RTP payload begins or holds, without those it only continues. */
function* unitsIn(payload: Buffer): Iterable<Buffer> {
  const type = (payload[0] ?? 0) & 0x1f;
  if (type === TYPE.fuA) {
    const header = payload[1] ?? 0;
    // The start bit: the fragment's own header stands for the unit's.
    if (header & 0x80) yield payload.subarray(1);
  } else if (type === TYPE.stapA) {
    for (let at = 1; at + 2 < payload.length; ) {
      const end = at + 2 + payload.readUInt16BE(at);
      if (end > payload.length) return;
      yield payload.subarray(at + 2, end);
      at = end;
    }
  } else if (type > 0 && type < TYPE.stapA) yield payload;
}

/** True where decoding can begin: parameter sets, or a picture that needs no other. */
export function isH264Keyframe(payload: Buffer): boolean {
  for (const unit of unitsIn(payload)) {
    const type = (unit[0] ?? 0) & 0x1f;
    if (type === TYPE.idr || type === TYPE.sps) return true;
  }
  return false;
}

/** Pixels of the picture that follows, where the payload holds its parameter set. */
export function h264Pixels(payload: Buffer): number | undefined {
  for (const unit of unitsIn(payload))
    if (((unit[0] ?? 0) & 0x1f) === TYPE.sps) return spsPixels(unit);
  return undefined;
}

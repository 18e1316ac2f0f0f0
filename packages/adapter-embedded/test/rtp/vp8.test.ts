import { describe, expect, it } from '@jest/globals';
import { isVp8Keyframe, Vp8Continuity, vp8Pixels } from '../../src/rtp/vp8.js';

/** Frame tag of a key frame, start code, 640 × 360. */
const KEY_FRAME = 'd0fa00' + '9d012a' + '8002' + '6801';

function payload(descriptor: string, frame = KEY_FRAME): Buffer {
  return Buffer.from(descriptor + frame, 'hex');
}

/** Descriptor with a 15-bit picture id and TL0PICIDX. */
function numbered(pictureId: number, tl0: number, frame = KEY_FRAME): Buffer {
  const id = (0x8000 | pictureId).toString(16);
  return payload(`90e0${id}${tl0.toString(16).padStart(2, '0')}20`, frame);
}

function numbersOf(data: Buffer): readonly [number, number] {
  return [data.readUInt16BE(2) & 0x7fff, data.readUInt8(4)];
}

describe('VP8 payloads', () => {
  it.each([
    ['without extensions', '10'],
    ['with a short picture id', '908011'],
    ['with a long picture id', '90809111'],
    ['with everything', '90f0911105c1'],
  ])('tells a key frame and its size %s', (_what, descriptor) => {
    expect(isVp8Keyframe(payload(descriptor))).toBe(true);
    expect(vp8Pixels(payload(descriptor))).toBe(640 * 360);
  });

  it.each([
    ['a frame that needs others', payload('10', 'd1fa00')],
    ['not the first packet of a frame', payload('00')],
    ['another partition', payload('11')],
    ['a descriptor alone', payload('90809111', '')],
    ['a descriptor that is cut off', Buffer.from('9080', 'hex')],
    ['nothing', Buffer.alloc(0)],
  ])('finds no key frame in %s', (_what, data) => {
    expect(isVp8Keyframe(data)).toBe(false);
    expect(vp8Pixels(data)).toBeUndefined();
  });
});

describe('Vp8Continuity', () => {
  it('leaves the first layer as it is, without a copy', () => {
    const data = numbered(100, 7);
    expect(new Vp8Continuity().rewrite(data, true)).toBe(data);
  });

  it('goes on counting where another layer comes in', () => {
    const continuity = new Vp8Continuity();
    continuity.rewrite(numbered(0x7ffe, 254), true);
    continuity.rewrite(numbered(0x7fff, 255), false);
    const original = numbered(31_000, 12);
    const first = continuity.rewrite(original, true);
    expect(numbersOf(first)).toEqual([0, 0]);
    expect(numbersOf(original)).toEqual([31_000, 12]);
    expect(numbersOf(continuity.rewrite(numbered(31_001, 13), false))).toEqual([1, 1]);
  });

  it('takes a late packet for late', () => {
    const continuity = new Vp8Continuity();
    continuity.rewrite(numbered(51, 3), true);
    continuity.rewrite(numbered(50, 2), false);
    expect(numbersOf(continuity.rewrite(numbered(900, 90), true))).toEqual([52, 4]);
  });

  it('keeps short picture ids short', () => {
    const continuity = new Vp8Continuity();
    continuity.rewrite(payload('908005'), true);
    const rewritten = continuity.rewrite(payload('908070'), true);
    expect(rewritten.readUInt8(2)).toBe(6);
  });

  it('passes on what it cannot read', () => {
    const data = Buffer.from('90', 'hex');
    expect(new Vp8Continuity().rewrite(data, false)).toBe(data);
  });
});

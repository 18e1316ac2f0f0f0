import { describe, expect, it } from '@jest/globals';
import { h264Pixels, isH264Keyframe } from '../../src/rtp/h264.js';
import { spsPixels } from '../../src/rtp/sps.js';

/** Parameter sets as x264 wrote them. */
const SPS = {
  '640x368': '6742c016d900a02ff970110000030001000003000a0f162e48',
  '960x544': '6742c01fd900f0117ef0110000030001000003000a0f183248',
  '1920x1088': '6742c028d900780227e5c044000003000400000300283c60c920',
  '1280x720': '6764001facd9405005bb0110000003001000000300a0f1831960',
};
const PPS = Buffer.from('68cb83cb20', 'hex');

function unit(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

function aggregated(...units: readonly Buffer[]): Buffer {
  const sized = units.flatMap((one) => [Buffer.from([one.length >> 8, one.length & 255]), one]);
  return Buffer.concat([Buffer.from([24]), ...sized]);
}

describe('H264 payloads', () => {
  it.each(Object.entries(SPS))(
    'tells the %s macroblock picture of a parameter set',
    (size, hex) => {
      const [width = 0, height = 0] = size.split('x').map(Number);
      expect(spsPixels(unit(hex))).toBe(width * height);
      expect(h264Pixels(aggregated(unit(hex), PPS))).toBe(width * height);
    },
  );

  it.each([
    ['a single IDR picture', '6588840a', true],
    ['a single parameter set', SPS['640x368'], true],
    ['the start of a fragmented IDR picture', '7c85888400', true],
    ['the middle of one', '7c05888400', false],
    ['a fragmented picture that needs others', '7c819a2400', false],
    ['a picture that needs others', '419a2400', false],
    ['supplemental information', '0605ffff', false],
    ['nothing', '', false],
    ['an aggregate that is cut off', '1800ff67', false],
  ])('%s', (_what, hex, expected) => {
    expect(isH264Keyframe(unit(hex))).toBe(expected);
  });

  it('finds a parameter set behind other units of an aggregate', () => {
    const payload = aggregated(unit('0910'), unit(SPS['1280x720']), PPS);
    expect(isH264Keyframe(payload)).toBe(true);
    expect(h264Pixels(payload)).toBe(1280 * 720);
  });

  it('gives up on a parameter set that ends too early', () => {
    expect(spsPixels(unit('6742c016'))).toBeUndefined();
    expect(h264Pixels(unit('6588840a'))).toBeUndefined();
  });
});

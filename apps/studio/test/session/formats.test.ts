import { describe, expect, it } from '@jest/globals';
import type { TrackStatistics } from '@whipway/client';
import {
  bitrateText,
  codecText,
  durationText,
  frameRateText,
  lossText,
  millisecondsText,
  resolutionText,
} from '../../src/session/formats.js';

const track: TrackStatistics = {
  kind: 'video',
  bytes: 0,
  packets: 0,
  packetsLost: 0,
  bitsPerSecond: 0,
  loss: 0,
  codec: 'VP8',
  width: 1280,
  height: 720,
  framesPerSecond: 29.97,
  frames: 0,
  layers: [],
};

describe('numbers as text', () => {
  // biome-ignore format: one case a line
  it.each([
    [bitrateText(0),            '0 kbit/s'],
    [bitrateText(999_499),      '999 kbit/s'],
    [bitrateText(999_500),      '1.0 Mbit/s'],
    [bitrateText(2_449_000),    '2.4 Mbit/s'],
    [bitrateText(undefined),    '–'],
    [resolutionText(track),     '1280 × 720'],
    [resolutionText({ ...track, width: undefined }), '–'],
    [frameRateText(track),      '30'],
    [frameRateText(undefined),  '–'],
    [codecText(track, { ...track, codec: 'opus' }), 'VP8 · opus'],
    [codecText(undefined, undefined), '–'],
    [millisecondsText(0.4),     '< 1 ms'],
    [millisecondsText(12.6),    '13 ms'],
    [millisecondsText(undefined), '–'],
    [lossText(0.0123),          '1.2 %'],
    [lossText(0.25),            '25 %'],
    [lossText(undefined),       '–'],
    [durationText(7_900),       '0:07'],
    [durationText(247_000),     '4:07'],
    [durationText(3_729_000),   '1:02:09'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

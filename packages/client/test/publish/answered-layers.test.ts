import { describe, expect, it } from '@jest/globals';
import { answeredLayers } from '../../src/publish/answered-layers.js';
import { sdp } from '../support/sample-sdp.js';

function answer(...lines: string[]): string {
  return sdp([
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    ...lines,
  ]);
}

describe('the layers of an answer (C-35)', () => {
  // biome-ignore format: one case a line
  it.each([
    ['a=simulcast:recv h;m;l',        ['h', 'm', 'l']],
    ['a=simulcast:recv h;~l',         ['h', 'l']],
    ['a=simulcast:recv h,m;l',        ['h', 'm', 'l']],
    ['a=simulcast:send x recv h;m',   ['h', 'm']],
    ['a=simulcast:send h;m',          []],
    ['a=simulcast:',                  []],
    ['a=rid:h recv',                  []],
  ])('of %s', (line, expected) => {
    expect(answeredLayers(answer(line))).toEqual(expected);
  });

  it('are those of the video section only', () => {
    const text = sdp(['v=0', 'a=simulcast:recv a', 'm=audio 9 X 1', 'a=simulcast:recv b']);
    expect(answeredLayers(text)).toEqual([]);
  });
});

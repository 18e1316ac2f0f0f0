import { describe, expect, it } from '@jest/globals';
import { WhipError } from '@whipway/core';
import { chooseCodec } from '../../src/sdp/codec-match.js';
import { published, ROUTER } from '../support/router-side.js';
import { h264, offerWith, section } from '../support/sample-offer.js';

function choose(lines: readonly string[], kind: 'audio' | 'video' = 'video') {
  const [media] = published(offerWith([section(kind, '0', lines)])).media;
  if (!media) throw new Error('no section');
  return chooseCodec(media, ROUTER);
}

function refusal(lines: readonly string[]): string {
  try {
    choose(lines);
  } catch (error) {
    if (WhipError.is(error)) return `${error.code}: ${error.message}`;
  }
  return 'taken';
}

describe('H264', () => {
  // biome-ignore format: one row a line, read it as a table
  const rows: readonly (readonly [profile: string, mode: number, name: string, agreed: string])[] = [
    ['42001f', 1, 'baseline',                                     '42001f'],
    ['42001e', 1, 'baseline of a lower level (FFmpeg)',           '42001e'],
    ['42e01f', 1, 'constrained baseline (OBS)',                   '42e01f'],
    ['42c015', 1, 'constrained baseline, other bits (GStreamer)', '42e015'],
    ['4d001f', 1, 'main',                                         '4d001f'],
    ['64001f', 1, 'high',                                         '64001f'],
    ['640c1f', 1, 'constrained high',                             '640c1f'],
    ['640032', 1, 'high whose bytes look like a number',          '64001f'],
    ['42001f', 0, 'baseline, single NAL units',                   '42001f'],
    ['42e01f', 0, 'constrained baseline, single NAL units',       '42e01f'],
  ];

  it.each(rows)('%s in mode %i: %s, is agreed on as %s', (profile, mode, _name, agreed) => {
    const { media } = choose(h264(profile, mode));
    expect(media.parameters).toEqual({
      'packetization-mode': mode,
      'profile-level-id': agreed,
    });
  });

  it('of a profile mediasoup does not know is refused, with both sides named', () => {
    expect(refusal(h264('f4001f', 1))).toBe(
      'codec-unsupported: The video section offers h264 f4001f; mediasoup takes h264, vp8, vp9, av1.',
    );
  });
});

it('takes the offerer’s first codec that mediasoup has, with its own rtx', () => {
  const { media, rtx } = choose([
    '120 98 99 96 97',
    'a=rtpmap:120 x-unheard-of/90000',
    'a=rtpmap:98 VP9/90000',
    'a=fmtp:98 profile-id=0',
    'a=rtpmap:99 rtx/90000',
    'a=fmtp:99 apt=98',
    'a=rtpmap:96 VP8/90000',
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
    'a=ssrc:1 cname:x',
  ]);
  expect([media.mimeType, media.payloadType, rtx?.payloadType]).toEqual(['video/VP9', 98, 99]);
});

it('spells a codec as it is registered, whatever the offer’s case (R-08)', () => {
  const { media } = choose(['96', 'a=rtpmap:96 vp8/90000', 'a=ssrc:1 cname:x']);
  expect(media.mimeType).toBe('video/VP8');
  const audio = choose(['111', 'a=rtpmap:111 OPUS/48000/2', 'a=ssrc:1 cname:x'], 'audio');
  expect(audio.media.mimeType).toBe('audio/opus');
});

it('answers the feedback that both sides know', () => {
  const { media } = choose([
    '96',
    'a=rtpmap:96 VP8/90000',
    ...['goog-remb', 'transport-cc', 'ccm fir', 'nack', 'nack pli', 'nack sli', 'x-own'].map(
      (feedback) => `a=rtcp-fb:96 ${feedback}`,
    ),
    'a=ssrc:1 cname:x',
  ]);
  expect(media.rtcpFeedback).toEqual([
    { type: 'goog-remb', parameter: '' },
    { type: 'transport-cc', parameter: '' },
    { type: 'ccm', parameter: 'fir' },
    { type: 'nack', parameter: '' },
    { type: 'nack', parameter: 'pli' },
  ]);
});

it('refuses audio in a codec nobody has', () => {
  const lines = ['120', 'a=rtpmap:120 speex/16000', 'a=ssrc:1 cname:x'];
  expect(() => choose(lines, 'audio')).toThrow(
    'The audio section offers speex; mediasoup takes opus, pcmu, pcma, g722.',
  );
});

import { describe, expect, it } from '@jest/globals';
import { type CheckedOffer, checkOffer } from '@whipway/core';
import { recordings } from '@whipway/test-rig/fixtures';
import { agreeOnPublishing } from '../../src/sdp/agree-on-publishing.js';
import { agreeOnWatching } from '../../src/sdp/agree-on-watching.js';
import type { AgreedTrack } from '../../src/sdp/agreed-track.js';
import { packetizationMode, parameter, profileOf } from '../../src/sdp/codec-parameters.js';

function recorded(client: string): CheckedOffer {
  const found = recordings().find((recording) => recording.client === client);
  return checkOffer(found?.offer ?? '', { profile: 'publish' });
}

function videoOf(offer: CheckedOffer): AgreedTrack {
  const video = agreeOnPublishing(offer).find(({ kind }) => kind === 'video');
  if (!video) throw new Error('no video');
  return video;
}

/** A player that takes these, in this order: `VP8`, or an H264 profile and mode like `42e01f/1`. */
function player(...video: readonly string[]): CheckedOffer {
  const lines = video.flatMap((codec, index) => {
    const type = 100 + index;
    const [profile, mode] = codec.split('/');
    return mode === undefined
      ? [`a=rtpmap:${type} ${codec}/90000`]
      : [
          `a=rtpmap:${type} H264/90000`,
          `a=fmtp:${type} packetization-mode=${mode};profile-level-id=${profile}`,
        ];
  });
  const text = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    `m=video 9 UDP/TLS/RTP/SAVPF ${video.map((_codec, index) => 100 + index).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:0123456789012345678901',
    `a=fingerprint:sha-256 ${new Array(32).fill('AB').join(':')}`,
    'a=setup:actpass',
    'a=mid:0',
    'a=recvonly',
    'a=rtcp-mux',
    ...lines,
    '',
  ].join('\r\n');
  return checkOffer(text, { profile: 'watch' });
}

function withVideo(codec: Partial<AgreedTrack['codec']>): readonly AgreedTrack[] {
  const video = videoOf(recorded('chromium-raw'));
  return [{ ...video, codec: { ...video.codec, ...codec } }];
}

describe('publishing', () => {
  it('takes the first video codec we have, with its retransmission and feedback', () => {
    const video = videoOf(recorded('chromium-raw'));
    expect(video.codec).toMatchObject({ name: 'vp8', payloadType: 96 });
    expect(video.retransmission).toBe(97);
    expect([...video.codec.feedback].sort()).toEqual([
      'ccm fir',
      'nack',
      'nack pli',
      'transport-cc',
    ]);
  });

  it('asks for the bitrate of a sender without transport-wide feedback', () => {
    const video = videoOf(recorded('obs-32.2.2'));
    expect(video.codec.name).toBe('h264');
    expect(video.codec.feedback).toContain('goog-remb');
    expect(video.codec.feedback).not.toContain('transport-cc');
  });

  it('prefers packetization mode 1 of H264, and takes 0', () => {
    const offer = recorded('chromium-raw');
    const [, video] = offer.media;
    if (!video) throw new Error('no video');
    const h264 = video.codecs.filter(({ name }) => name === 'h264').reverse();
    const agreed = (codecs: typeof h264) => videoOf({ ...offer, media: [{ ...video, codecs }] });
    expect(h264[0] && packetizationMode(h264[0])).toBe(0);
    expect(packetizationMode(agreed(h264).codec)).toBe(1);
    const zero = h264.filter((codec) => packetizationMode(codec) === 0);
    expect(agreed(zero).codec).toEqual(
      expect.objectContaining({ payloadType: zero[0]?.payloadType }),
    );
  });

  it('takes no header extension that it would have to pass on', () => {
    const uris = videoOf(recorded('chromium-raw')).extensions.map(({ uri }) => uri);
    expect(uris).toContain('urn:ietf:params:rtp-hdrext:sdes:mid');
    expect(uris).not.toContain('urn:3gpp:video-orientation');
  });
});

describe('watching', () => {
  const h264 = { name: 'h264', parameters: 'packetization-mode=1;profile-level-id=42e01f' };

  it.each([
    ['VP8 among others', {}, ['VP9', 'VP8'], 101],
    ['the same H264 profile', h264, ['VP8', '64001f/1', '42001f/1'], 102],
    ['another H264 profile, if need be', h264, ['64001f/1'], 100],
    ['a mode 1 player for a mode 0 sender', { ...h264, parameters: '' }, ['42e01f/1'], 100],
  ])('finds %s', (_what, codec, offered, payloadType) => {
    const [track] = agreeOnWatching(player(...offered), withVideo(codec));
    expect(track?.agreed.codec.payloadType).toBe(payloadType);
    expect(track?.published).toBeDefined();
  });

  it.each([
    ['no common codec', {}, ['VP9', '42e01f/1'], /sends vp8 video.*takes vp9, h264/],
    ['a mode 0 player for a mode 1 sender', h264, ['42e01f/0'], /sends h264/],
  ])('refuses %s and names both sides', (_what, codec, offered, message) => {
    expect(() => agreeOnWatching(player(...offered), withVideo(codec))).toThrow(
      expect.objectContaining({
        code: 'codec-unsupported',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('refuses a player that asks only for what is not published', () => {
    const audio = agreeOnPublishing(recorded('chromium-raw')).slice(0, 1);
    expect(() => agreeOnWatching(player('VP8'), audio)).toThrow(/asks for video.*only audio/);
  });
});

describe('format parameters', () => {
  const codec = { payloadType: 1, name: 'h264', clockRate: 90_000, feedback: [] };

  it('are read without regard to case and spaces', () => {
    const parameters = 'Profile-Level-Id=64E01F; PACKETIZATION-MODE=1';
    expect(packetizationMode({ ...codec, parameters })).toBe(1);
    expect(profileOf({ ...codec, parameters })).toBe('64');
    expect(parameter({ ...codec, parameters }, 'level')).toBeUndefined();
  });

  it('have the defaults of RFC 6184', () => {
    expect(packetizationMode({ ...codec, parameters: '' })).toBe(0);
    expect(profileOf({ ...codec, parameters: '' })).toBe('42');
  });
});

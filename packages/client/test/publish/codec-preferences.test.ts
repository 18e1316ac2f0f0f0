import { describe, expect, it } from '@jest/globals';
import { preferredCodecs } from '../../src/publish/codec-preferences.js';

const codec = (name: string, sdpFmtpLine?: string): RTCRtpCodec => ({
  mimeType: name.includes('/') ? name : `video/${name}`,
  clockRate: 90_000,
  ...(sdpFmtpLine === undefined ? {} : { sdpFmtpLine }),
});

const H264 = [codec('H264', 'profile-level-id=42001f'), codec('H264', 'profile-level-id=42e01f')];
const RTX = codec('rtx');
const VP8 = codec('VP8');
const AV1 = codec('AV1');
const FLEX = codec('flexfec-03');
const HERE = {
  send: [VP8, RTX, ...H264, AV1],
  receive: [VP8, RTX, ...H264, AV1, codec('H265'), FLEX],
};

describe('preferred codecs', () => {
  // biome-ignore format: one case a line
  it.each([
    ['in the wanted order, each with all its profiles', ['h264', 'vp8'],         [...H264, VP8]],
    ['by MIME type, by a name with a dot, each once',   ['video/AV1', 'H.264', 'H264'], [AV1, ...H264]],
    ['without those that nobody here can send',         ['H265', 'VP8', 'FOO'],  [VP8]],
  ])('come %s, repair formats after them', (_, wanted, expected) => {
    expect(preferredCodecs('video', wanted, HERE)).toEqual([...expected, RTX, FLEX]);
  });

  it('are an error that says what there is when none is left', () => {
    const prefer = () => preferredCodecs('video', ['H265', 'rtx2'], HERE);
    expect(prefer).toThrow(expect.objectContaining({ code: 'codec-unavailable' }));
    expect(prefer).toThrow('No way to send video as H265 or rtx2; it has VP8, H264, AV1.');
  });

  it('are an error where there is nothing at all', () => {
    const prefer = () => preferredCodecs('audio', ['opus'], { send: [], receive: [] });
    expect(prefer).toThrow('it has nothing');
  });
});

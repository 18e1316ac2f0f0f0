import { describe, expect, it } from '@jest/globals';
import { CODEC_NAMES, codecNamed, isCodecName, offered } from '../../src/peer/codecs.js';
import { weriftCodecs } from '../../src/peer/werift-codecs.js';

describe('codecs', () => {
  it('are known in any case', () => {
    expect(codecNamed('OPUS')).toMatchObject({ kind: 'audio', clockRate: 48_000, channels: 2 });
    expect(isCodecName('Theora')).toBe(false);
    expect(isCodecName('toString')).toBe(false);
  });

  it('have payload types of their own', () => {
    const types = CODEC_NAMES.map((name) => offered(name).payloadType);
    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type >= 96 || type <= 9).toBe(true);
    // 72 to 76 would be taken for RTCP (RFC 5761); 35 to 63 are for those who run out.
    expect(offered('vp8', 100).payloadType).toBe(100);
  });

  it('are offered with requests for lost packets where it is a picture', () => {
    const [opus, h264] = weriftCodecs([offered('opus'), offered('h264')]);
    expect(opus).toMatchObject({ mimeType: 'audio/opus', channels: 2, rtcpFeedback: [] });
    expect(h264?.parameters).toContain('packetization-mode=1');
    expect(h264?.rtcpFeedback.map(({ type }) => type)).toEqual(['nack', 'nack']);
  });
});

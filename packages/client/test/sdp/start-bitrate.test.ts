import { describe, expect, it } from '@jest/globals';
import { withStartBitrate } from '../../src/sdp/start-bitrate.js';
import { sdp } from '../support/sample-sdp.js';

const answer = sdp([
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 h264/90000',
  'a=fmtp:102 packetization-mode=1',
]);

describe('the start bitrate', () => {
  it('is hinted for pictures only, in a line of its own or in the one that is there', () => {
    expect(withStartBitrate(answer, 1_500_000).split('\r\n')).toEqual([
      'v=0',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 minptime=10',
      'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102',
      'a=rtpmap:96 VP8/90000',
      'a=fmtp:96 x-google-start-bitrate=1500',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'a=rtpmap:102 h264/90000',
      'a=fmtp:102 packetization-mode=1;x-google-start-bitrate=1500',
      '',
    ]);
  });

  it('leaves the answer alone when none is asked for', () => {
    expect(withStartBitrate(answer, undefined)).toBe(answer);
  });
});

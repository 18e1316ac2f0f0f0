const FINGERPRINT =
  '0B:30:55:7A:9F:C4:E9:0E:33:58:7D:A2:C7:EC:11:36:5B:80:A5:CA:EF:14:39:5E:83:A8:CD:F2:17:3C:61:86';

/** A small WHIP offer: Opus and H.264 in one bundle. Nobody answers under its credentials. */
export const EXAMPLE_OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  ...section('audio', 0, ['111'], ['a=rtpmap:111 opus/48000/2']),
  ...section(
    'video',
    1,
    ['96'],
    ['a=rtpmap:96 H264/90000', 'a=fmtp:96 packetization-mode=1;profile-level-id=42e01f'],
  ),
] as const;

function section(kind: string, mid: number, types: readonly string[], codecs: readonly string[]) {
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${types.join(' ')}`,
    'c=IN IP4 0.0.0.0',
    'a=ice-ufrag:exam',
    'a=ice-pwd:thePasswordOfTheExample1',
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
    'a=setup:actpass',
    `a=mid:${mid}`,
    `a=msid:example ${kind}`,
    'a=sendonly',
    'a=rtcp-mux',
    'a=rtcp-mux-only',
    ...codecs,
  ];
}

import { randomBytes } from 'node:crypto';

/** A WHIP client's offer: Opus and VP8, no candidates, fresh ICE credentials at each call. */
export function offerText(): string {
  const transport = [
    `a=ice-ufrag:${randomBytes(4).toString('hex')}`,
    `a=ice-pwd:${randomBytes(12).toString('hex')}`,
    `a=fingerprint:sha-256 ${randomBytes(32).toString('hex').match(/../g)?.join(':')}`,
    'a=setup:actpass',
    'a=rtcp-mux',
    'a=sendonly',
    'a=msid:stream -',
  ];
  return [
    'v=0',
    'o=- 871247043715444191 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0 1',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=mid:0',
    'a=rtpmap:111 opus/48000/2',
    ...transport,
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP4 0.0.0.0',
    'a=mid:1',
    'a=rtpmap:96 VP8/90000',
    ...transport,
    '',
  ].join('\r\n');
}

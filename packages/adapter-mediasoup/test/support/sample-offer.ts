/** One audio or video section, with what the samples have in common. */
export function section(kind: 'audio' | 'video', mid: string, lines: readonly string[]): string[] {
  const [formats = '', ...attributes] = lines;
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${formats}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    'a=sendonly',
    'a=rtcp-mux',
    ...attributes,
  ];
}

/** A small offer with the given sections. */
export function offerWith(sections: readonly string[][], setup = 'actpass'): string {
  const mids = sections.map((_lines, index) => index);
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mids.join(' ')}`,
    'a=ice-ufrag:clientufrag',
    'a=ice-pwd:clientpasswordclientpassword',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '0A').join(':')}`,
    `a=setup:${setup}`,
    ...sections.flat(),
    '',
  ].join('\r\n');
}

export const OPUS = ['111', 'a=rtpmap:111 opus/48000/2', 'a=ssrc:1 cname:sample'];

/** H264 under payload type 96. */
export function h264(profile: string, mode: number): readonly string[] {
  return [
    '96',
    'a=rtpmap:96 H264/90000',
    `a=fmtp:96 packetization-mode=${mode};profile-level-id=${profile}`,
    'a=ssrc:2 cname:sample',
  ];
}

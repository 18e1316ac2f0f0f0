export interface OfferShape {
  /** ICE generation, part of the credentials. */
  readonly generation: number;
  readonly direction: string;
  readonly kinds: readonly string[];
  /** First token of a=msid; none for players. */
  readonly stream?: string;
  /** Credentials and fingerprint stand at session level, as Firefox writes some of them. */
  readonly sessionLevel?: boolean;
}

export function ufragOf(generation: number): string {
  return `uf${generation}x`;
}

export function pwdOf(generation: number): string {
  return `password${generation}`.padEnd(24, '0');
}

const FINGERPRINT = `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const CODECS: Readonly<Record<string, string>> = {
  audio: '111 opus/48000/2',
  video: '96 VP8/90000',
};

/** An offer as Chromium writes it, reduced to what matters here. */
export function sampleOffer(shape: OfferShape): string {
  const transport = [
    `a=ice-ufrag:${ufragOf(shape.generation)}`,
    `a=ice-pwd:${pwdOf(shape.generation)}`,
    FINGERPRINT,
  ];
  const media = shape.kinds.flatMap((kind, index) => {
    const [payload = '', codec = ''] = (CODECS[kind] ?? '').split(' ');
    return [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payload}`,
      'c=IN IP4 0.0.0.0',
      'a=rtcp:9 IN IP4 0.0.0.0',
      ...(shape.sessionLevel ? [] : transport),
      'a=ice-options:trickle',
      'a=setup:actpass',
      `a=mid:${index}`,
      `a=${shape.direction}`,
      ...(shape.stream === undefined ? [] : [`a=msid:${shape.stream} track-${kind}`]),
      'a=rtcp-mux',
      'a=rtcp-rsize',
      `a=rtpmap:${payload} ${codec}`,
    ];
  });
  return sdp([
    'v=0',
    'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${shape.kinds.map((_, index) => index).join(' ')}`,
    'a=msid-semantic: WMS',
    ...(shape.sessionLevel ? transport : []),
    ...media,
  ]);
}

/** An answer that fits any offer of {@link sampleOffer}. */
export function sampleAnswer(offer: string, direction = 'recvonly'): string {
  const sections = [...offer.matchAll(/^m=(\S+) 9 (\S+) (\d+)$/gm)];
  return sdp([
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${sections.map((_, index) => index).join(' ')}`,
    ...sections.flatMap(([, kind = '', protocol = '', payload = ''], index) => [
      `m=${kind} 9 ${protocol} ${payload}`,
      'c=IN IP4 0.0.0.0',
      'a=ice-ufrag:srvr',
      'a=ice-pwd:serverserverserverserver',
      FINGERPRINT,
      'a=setup:passive',
      `a=mid:${index}`,
      `a=${direction}`,
      'a=rtcp-mux',
      'a=candidate:1 1 udp 2130706431 192.0.2.9 5000 typ host',
      'a=end-of-candidates',
    ]),
  ]);
}

/** The body of a 200 to a restart. */
export function sampleRestartReply(ufrag: string, port: number): string {
  return sdp([
    'a=ice-options:trickle',
    'a=group:BUNDLE 0 1',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=mid:0',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${ufrag.padEnd(24, '-')}`,
    `a=candidate:1 1 udp 2130706431 192.0.2.9 ${port} typ host`,
    'a=end-of-candidates',
  ]);
}

export function sdp(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

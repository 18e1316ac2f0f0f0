import { randomBytes } from 'node:crypto';

/** What an offer may have otherwise than the usual one. */
export interface OfferWishes {
  readonly kinds?: readonly ('audio' | 'video')[];
  /** Video codecs, in the encoder's order. Default VP8 and H264. */
  readonly video?: readonly string[];
  readonly iceOptions?: string | undefined;
  readonly endOfCandidates?: boolean;
  readonly ufrag?: string;
  readonly pwd?: string;
  readonly rids?: readonly string[];
}

/** A WHIP client's offer: Opus and video, no candidates, fresh ICE credentials at each call. */
export function offerText(wishes: OfferWishes = {}): string {
  const { kinds = ['audio', 'video'], endOfCandidates = false } = wishes;
  const iceOptions = 'iceOptions' in wishes ? wishes.iceOptions : 'trickle ice2';
  const { ufrag = randomBytes(6).toString('hex'), pwd = randomBytes(18).toString('hex') } = wishes;
  const transport = [
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    ...(iceOptions ? [`a=ice-options:${iceOptions}`] : []),
    `a=fingerprint:sha-256 ${randomBytes(32).toString('hex').match(/../g)?.join(':')}`,
    'a=setup:actpass',
    'a=rtcp-mux',
    'a=rtcp-mux-only',
  ];
  const sections = kinds.flatMap((kind, index) => [
    ...(kind === 'audio' ? audio() : video(wishes)),
    'c=IN IP4 0.0.0.0',
    `a=mid:${index}`,
    'a=sendonly',
    'a=msid:stream -',
    ...transport,
    ...(endOfCandidates ? ['a=end-of-candidates'] : []),
  ]);
  const bundle = `a=group:BUNDLE ${kinds.map((_kind, index) => index).join(' ')}`;
  const head = ['v=0', 'o=- 871247043715444191 2 IN IP4 127.0.0.1', 's=-', 't=0 0', bundle];
  return [...head, ...sections, ''].join('\r\n');
}

function audio(): readonly string[] {
  return ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2'];
}

function video({ video: names = ['VP8', 'H264'], rids = [] }: OfferWishes): readonly string[] {
  const payloadTypes = names.map((_name, index) => 96 + index);
  return [
    `m=video 9 UDP/TLS/RTP/SAVPF ${payloadTypes.join(' ')}`,
    ...names.map((name, index) => `a=rtpmap:${96 + index} ${name}/90000`),
    ...(rids.length > 0 ? ['a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id'] : []),
    ...rids.map((rid) => `a=rid:${rid} send`),
    ...(rids.length > 0 ? [`a=simulcast:send ${rids.join(';')}`] : []),
  ];
}

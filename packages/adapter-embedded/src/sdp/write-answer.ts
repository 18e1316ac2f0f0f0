import { randomInt } from 'node:crypto';
import type { CheckedOffer, OfferedCodec } from '@whipway/core';
import type { LocalTransport } from '../transport/media-transport.js';
import type { AgreedTrack } from './agreed-track.js';

/** What a section of ours sends; absent in the answer to a publisher. */
export interface SentStream {
  readonly ssrc: number;
  readonly retransmission: number | undefined;
  /** The same for all tracks of a publisher: players then keep them in step. */
  readonly streamId: string;
}

export interface AnsweredTrack {
  readonly agreed: AgreedTrack;
  readonly sent?: SentStream;
}

const ICE_OPTIONS = ['trickle', 'ice2'];

/** A complete SDP answer (RFC 9429, section 5.3), everything bundled on the tagged section. */
export function writeAnswer(
  offer: CheckedOffer,
  tracks: readonly AnsweredTrack[],
  transport: LocalTransport,
): string {
  const options = ICE_OPTIONS.filter((option) => offer.iceOptions.includes(option));
  const lines = [
    'v=0',
    `o=- ${randomInt(2 ** 47)} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${bundled(offer, tracks).join(' ')}`,
    ...(options.length > 0 ? [`a=ice-options:${options.join(' ')}`] : []),
    'a=msid-semantic: WMS *',
    ...tracks.flatMap((track) => section(offer, track, transport)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** RFC 9143, section 7.3.1: the tagged section, which has the candidates, comes first. */
function bundled({ bundleTag }: CheckedOffer, tracks: readonly AnsweredTrack[]): readonly string[] {
  const mids = tracks.map(({ agreed }) => agreed.mid);
  return [...mids.filter((mid) => mid === bundleTag), ...mids.filter((mid) => mid !== bundleTag)];
}

function section(
  offer: CheckedOffer,
  { agreed, sent }: AnsweredTrack,
  transport: LocalTransport,
): readonly string[] {
  const { kind, mid, codec, retransmission, extensions } = agreed;
  const payloadTypes = [
    codec.payloadType,
    ...(retransmission === undefined ? [] : [retransmission]),
  ];
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadTypes.join(' ')}`,
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${transport.ufrag}`,
    `a=ice-pwd:${transport.pwd}`,
    `a=fingerprint:${transport.fingerprint.algorithm} ${transport.fingerprint.value}`,
    `a=setup:${transport.setup}`,
    `a=mid:${mid}`,
    ...extensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
    offer.profile === 'publish' ? 'a=recvonly' : 'a=sendonly',
    'a=rtcp-mux',
    ...(/^a=rtcp-rsize\r?$/m.test(offer.text) ? ['a=rtcp-rsize'] : []),
    ...codecLines(codec),
    ...(retransmission === undefined ? [] : retransmissionLines(retransmission, codec)),
    ...simulcastLines(agreed),
    ...(sent ? streamLines(sent, kind) : []),
    ...(mid === offer.bundleTag ? candidateLines(transport) : []),
  ];
}

function codecLines(codec: OfferedCodec): readonly string[] {
  const { payloadType, name, clockRate, channels, parameters, feedback } = codec;
  const format = `${RTP_NAMES[name] ?? name}/${clockRate}${channels === undefined ? '' : `/${channels}`}`;
  return [
    `a=rtpmap:${payloadType} ${format}`,
    // RFC 6184, section 8.2.2: the answer repeats the offered profile.
    ...(parameters === '' ? [] : [`a=fmtp:${payloadType} ${parameters}`]),
    ...feedback.map((value) => `a=rtcp-fb:${payloadType} ${value}`),
  ];
}

/** The spelling of the registered media types. */
const RTP_NAMES: Readonly<Record<string, string>> = { vp8: 'VP8', h264: 'H264', opus: 'opus' };

function retransmissionLines(payloadType: number, codec: OfferedCodec): readonly string[] {
  return [
    `a=rtpmap:${payloadType} rtx/${codec.clockRate}`,
    `a=fmtp:${payloadType} apt=${codec.payloadType}`,
  ];
}

/** RFC 8853, section 5.3.2: what was offered to send is received; OBS demands all of it. */
function simulcastLines({ rids }: AgreedTrack): readonly string[] {
  if (rids.length === 0) return [];
  return [
    ...rids.map(({ rid }) => `a=rid:${rid} recv`),
    `a=simulcast:recv ${rids.map(({ rid }) => rid).join(';')}`,
  ];
}

function streamLines(sent: SentStream, kind: string): readonly string[] {
  const { ssrc, retransmission, streamId } = sent;
  const ssrcs = retransmission === undefined ? [ssrc] : [ssrc, retransmission];
  return [
    `a=msid:${streamId} ${streamId}-${kind}`,
    ...(retransmission === undefined ? [] : [`a=ssrc-group:FID ${ssrcs.join(' ')}`]),
    ...ssrcs.map((value) => `a=ssrc:${value} cname:${streamId}`),
  ];
}

function candidateLines({ candidates }: LocalTransport): readonly string[] {
  return [...candidates.map((text) => `a=candidate:${text}`), 'a=end-of-candidates'];
}

import { randomInt } from 'node:crypto';
import type { CheckedOffer, OfferedMedia } from '@whipway/core';
import type { types } from 'mediasoup';
import { printParameters } from './codec-parameters.js';
import { codecName } from './router-codecs.js';
import { localSetup, toCandidate } from './transport-parameters.js';

/** The server's transport, as `WebRtcTransport` has it. */
export type AnsweringTransport = Pick<
  types.WebRtcTransport,
  'iceParameters' | 'iceCandidates' | 'dtlsParameters'
>;

/** What was agreed on for one section. */
export interface AnsweredSection {
  readonly media: OfferedMedia;
  readonly direction: 'recvonly' | 'sendonly';
  readonly codecs: readonly types.RtpCodecParameters[];
  readonly extensions: readonly AnsweredExtension[];
  /** The stream we send; undefined when we receive, or have nothing to send. */
  readonly source?: AnsweredSource;
}

export interface AnsweredExtension {
  readonly id: number;
  readonly uri: string;
  /** Only where the offer limits it to one direction (RFC 8285, section 6). */
  readonly direction?: 'sendonly' | 'recvonly';
}

export interface AnsweredSource {
  readonly ssrc: number;
  readonly cname: string;
  /** Id of the MediaStream that audio and video share. */
  readonly stream: string;
}

/** An SDP answer, ICE-lite and fully gathered, one section for each of the offer's. */
export function writeAnswer(
  offer: CheckedOffer,
  transport: AnsweringTransport,
  sections: readonly AnsweredSection[],
): string {
  const mids = sections.map(({ media }) => media.mid).filter(Boolean);
  // Once for all sections: mediasoup makes a copy of its parameters for whoever asks.
  const shared = transportLines(offer, transport);
  const lines = [
    'v=0',
    `o=whipway ${randomInt(2 ** 47)} 1 IN IP4 0.0.0.0`,
    's=-',
    't=0 0',
    'a=ice-lite',
    ...(mids.length > 0 ? [`a=group:BUNDLE ${mids.join(' ')}`] : []),
    'a=extmap-allow-mixed',
    'a=msid-semantic: WMS *',
    ...sections.flatMap((section) => [...mediaLines(section), ...shared, ...rtpLines(section)]),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function mediaLines({ media, direction, codecs }: AnsweredSection): readonly string[] {
  const formats = codecs.map(({ payloadType }) => payloadType).join(' ');
  return [
    `m=${media.kind} 9 UDP/TLS/RTP/SAVPF ${formats}`,
    'c=IN IP4 0.0.0.0',
    ...(media.mid === '' ? [] : [`a=mid:${media.mid}`]),
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtcp-rsize',
  ];
}

/** The same in every section: some clients read the first one only, others their own. */
function transportLines(offer: CheckedOffer, transport: AnsweringTransport): readonly string[] {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  return [
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint?.value.toUpperCase()}`,
    `a=setup:${localSetup(offer)}`,
    ...iceCandidates.map((candidate) => `a=candidate:${toCandidate(candidate).text}`),
    'a=end-of-candidates',
  ];
}

function rtpLines({ media, direction, codecs, extensions, source }: AnsweredSection): string[] {
  const layers = direction === 'recvonly' ? media.rids.map(({ rid }) => rid) : [];
  return [
    ...codecs.flatMap(codecLines),
    ...extensions.map(extensionLine),
    ...layers.map((rid) => `a=rid:${rid} recv`),
    ...(layers.length > 0 ? [`a=simulcast:recv ${layers.join(';')}`] : []),
    ...(source ? sourceLines(source, media.kind) : []),
  ];
}

function codecLines(codec: types.RtpCodecParameters): readonly string[] {
  const { payloadType, mimeType, clockRate, channels = 1, rtcpFeedback = [] } = codec;
  const name = mimeType.slice(mimeType.indexOf('/') + 1);
  const parameters = printParameters(receiverParameters(codec));
  return [
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels > 1 ? `/${channels}` : ''}`,
    ...(parameters ? [`a=fmtp:${payloadType} ${parameters}`] : []),
    ...rtcpFeedback.map(({ type, parameter }) =>
      `a=rtcp-fb:${payloadType} ${type} ${parameter ?? ''}`.trimEnd(),
    ),
  ];
}

/** Without what only a sender says of its stream (RFC 7587, section 7; RFC 6184, section 8.1). */
function receiverParameters({ mimeType, parameters = {} }: types.RtpCodecParameters) {
  const { apt } = parameters;
  if (codecName(mimeType) === 'rtx') return { apt };
  const entries = Object.entries(parameters).filter(([name]) => !name.startsWith('sprop-'));
  return Object.fromEntries(entries);
}

function extensionLine({ id, uri, direction }: AnsweredExtension): string {
  return `a=extmap:${id}${direction ? `/${direction}` : ''} ${uri}`;
}

function sourceLines({ ssrc, cname, stream }: AnsweredSource, kind: string): readonly string[] {
  const id = `${stream} ${stream}-${kind}`;
  return [`a=msid:${id}`, `a=ssrc:${ssrc} cname:${cname}`, `a=ssrc:${ssrc} msid:${id}`];
}

import { type OfferedMedia, WhipError } from '@whipway/core';
import type { types } from 'mediasoup';
import type * as Ortc from 'mediasoup/ortc';
import { readCodec } from './codec-parameters.js';
import { codecName } from './router-codecs.js';

/** What a router takes, and mediasoup's own way to compare codecs (H264 profiles and all). */
export interface RouterSide {
  readonly ortc: Pick<typeof Ortc, 'getProducerRtpParametersMapping'>;
  readonly capabilities: types.RtpCapabilities;
}

/** The codec of a section that both sides have, with its retransmission format. */
export interface ChosenCodec {
  readonly media: types.RtpCodecParameters;
  readonly rtx: types.RtpCodecParameters | undefined;
}

/**
 * The offerer's first codec that the router takes. Only one is answered, so that the client sends
 * just that.
 *
 * @throws WhipError `codec-unsupported` that names what is offered and what can be taken (S-20)
 */
export function chooseCodec(media: OfferedMedia, router: RouterSide): ChosenCodec {
  for (const offered of media.codecs) {
    const codec = readCodec(media.kind, offered);
    if (codecName(codec.mimeType) === 'rtx') continue;
    const capability = agreeOn(codec, router);
    if (!capability) continue;
    const rtcpFeedback = common(codec.rtcpFeedback ?? [], capability.rtcpFeedback ?? []);
    return { media: { ...codec, rtcpFeedback }, rtx: retransmission(media, codec.payloadType) };
  }
  throw unsupported(media, router.capabilities);
}

/**
 * The router's entry for a codec of an offer; undefined when mediasoup does not take it. mediasoup
 * writes the agreed H264 profile-level-id into the codec it is given, as it will in `produce`.
 */
function agreeOn(
  codec: types.RtpCodecParameters,
  { ortc, capabilities }: RouterSide,
): types.RtpCodecCapability | undefined {
  try {
    const mapping = ortc.getProducerRtpParametersMapping(
      { codecs: [codec], encodings: [] },
      capabilities,
    );
    const mapped = mapping.codecs[0]?.mappedPayloadType;
    return capabilities.codecs?.find(({ preferredPayloadType }) => preferredPayloadType === mapped);
  } catch {
    return undefined;
  }
}

/** The `rtx` whose `apt` is this payload type (RFC 4588, section 8.6). */
function retransmission(
  { kind, codecs }: OfferedMedia,
  payloadType: number,
): types.RtpCodecParameters | undefined {
  return codecs
    .filter(({ name }) => name === 'rtx')
    .map((offered) => readCodec(kind, { ...offered, feedback: [] }))
    .find(({ parameters: { apt } = {} }) => apt === payloadType);
}

function common(
  offered: readonly types.RtcpFeedback[],
  known: readonly types.RtcpFeedback[],
): types.RtcpFeedback[] {
  const isKnown = (one: types.RtcpFeedback) =>
    known.some(
      ({ type, parameter = '' }) => type === one.type && parameter === (one.parameter ?? ''),
    );
  return offered.filter(isKnown);
}

function unsupported({ kind, codecs }: OfferedMedia, router: types.RtpCapabilities): WhipError {
  const offered = codecs.map(({ name, parameters }) => {
    const profile = /profile-level-id=([0-9a-f]+)/i.exec(parameters)?.[1];
    return profile ? `${name} ${profile}` : name;
  });
  const taken = (router.codecs ?? [])
    .filter((codec) => codec.kind === kind)
    .map(({ mimeType }) => codecName(mimeType))
    .filter((name) => name !== 'rtx');
  return new WhipError(
    'codec-unsupported',
    `The ${kind} section offers ${list(offered) || 'no codec'}; mediasoup takes ${list(taken)}.`,
    { rule: 'S-20' },
  );
}

function list(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}

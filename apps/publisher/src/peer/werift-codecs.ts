import { RTCRtpCodecParameters, useNACK, usePLI } from 'werift';
import type { OfferedCodec } from './codecs.js';

/** Offered codecs as werift wants them. Pictures can be asked for again; a key frame cannot be made. */
export function weriftCodecs(codecs: readonly OfferedCodec[]): RTCRtpCodecParameters[] {
  return codecs.map(
    ({ kind, name, clockRate, channels, parameters, payloadType }) =>
      new RTCRtpCodecParameters({
        mimeType: `${kind}/${name}`,
        clockRate,
        payloadType,
        ...(channels === undefined ? {} : { channels }),
        ...(parameters === undefined ? {} : { parameters }),
        rtcpFeedback: kind === 'video' ? [useNACK(), usePLI()] : [],
      }),
  );
}

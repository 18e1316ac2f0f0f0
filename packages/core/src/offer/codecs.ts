import { parse } from 'sdp-transform';
import { WhipError } from '../errors/whip-error.js';
import type { OfferedCodec, OfferedMedia } from './checked-offer.js';
import type { DraftSection } from './offer-draft.js';

/** Codecs that carry no media of their own. */
const AUXILIARY = new Set(['rtx', 'red', 'ulpfec', 'flexfec-03', 'telephone-event', 'cn']);

/** Static payload types that offers use without an a=rtpmap (RFC 3551, section 6). */
const STATIC: Readonly<Record<number, { codec: string; rate: number }>> = {
  0: { codec: 'PCMU', rate: 8000 },
  8: { codec: 'PCMA', rate: 8000 },
  9: { codec: 'G722', rate: 8000 },
};

/** The codecs of a section in the order of its m= line. */
export function offeredCodecs(section: DraftSection): readonly OfferedCodec[] {
  const [media] = parse(`v=0\r\n${section.lines.join('\r\n')}\r\n`).media;
  if (!media) return [];
  return section.mediaLine
    .split(' ')
    .slice(3)
    .flatMap((word) => {
      const payloadType = Number(word);
      const rtp = media.rtp.find(({ payload }) => payload === payloadType) ?? STATIC[payloadType];
      if (!rtp) return [];
      const channels = 'encoding' in rtp ? Number(rtp.encoding) : 0;
      return {
        payloadType,
        // Encoding names are case-insensitive (RFC 8866, section 6.6; OBS and GStreamer: R-08).
        name: rtp.codec.toLowerCase(),
        clockRate: rtp.rate ?? 0,
        ...(channels > 0 ? { channels } : {}),
        parameters: media.fmtp.find(({ payload }) => payload === payloadType)?.config ?? '',
        feedback: feedbackOf(media.rtcpFb ?? [], payloadType),
      };
    });
}

type FeedbackLine = { payload: number | string; type: string; subtype?: string | undefined };

function feedbackOf(lines: readonly FeedbackLine[], payloadType: number): string[] {
  return lines
    .filter(({ payload }) => payload === '*' || Number(payload) === payloadType)
    .map(({ type, subtype }) => (subtype ? `${type} ${subtype}` : type));
}

/** Names of the codecs that carry media, for sentences: `opus, vp8`. */
export function mediaCodecNames(media: OfferedMedia): readonly string[] {
  const names = media.codecs.map(({ name }) => name).filter((name) => !AUXILIARY.has(name));
  return [...new Set(names)];
}

/**
 * RFC 9725, section 4.4.3: a section is not refused alone; without a common codec the whole POST is.
 *
 * @throws WhipError `codec-unsupported` that names the codecs of both sides (S-20).
 */
export function requireCommonCodec(
  media: readonly OfferedMedia[],
  supported: { readonly audio: readonly string[]; readonly video: readonly string[] },
): void {
  for (const section of media) {
    const names = mediaCodecNames(section);
    const known = supported[section.kind];
    if (names.some((name) => known.includes(name))) continue;
    throw new WhipError(
      'codec-unsupported',
      `The ${section.kind} section offers ${names.join(', ') || 'no codec'}; this backend takes ${known.join(', ') || `no ${section.kind}`}.`,
      { rule: 'S-20' },
    );
  }
}

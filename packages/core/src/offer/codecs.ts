import { WhipError } from '../errors/whip-error.js';
import type { OfferedCodec, OfferedMedia } from './checked-offer.js';
import type { DraftSection } from './offer-draft.js';

/** Codecs that carry no media of their own. */
const AUXILIARY = new Set(['rtx', 'red', 'ulpfec', 'flexfec-03', 'telephone-event', 'cn']);

/** Static payload types that offers use without an a=rtpmap (RFC 3551, section 6). */
const STATIC: Readonly<Record<number, string>> = {
  0: 'PCMU/8000',
  8: 'PCMA/8000',
  9: 'G722/8000',
};

/** The codecs of a section in the order of its m= line. */
export function offeredCodecs({ attributes, mediaLine }: DraftSection): readonly OfferedCodec[] {
  const encodings = byPayloadType(attributes.all('rtpmap'));
  const parameters = byPayloadType(attributes.all('fmtp'));
  const feedback = byPayloadType(attributes.all('rtcp-fb'));
  const common = feedback.get('*') ?? [];
  const formats = mediaLine.split(' ').slice(3);
  return formats.flatMap((format) => {
    const payloadType = Number(format);
    const encoding = encodings.get(format)?.[0] ?? STATIC[payloadType];
    if (encoding === undefined) return [];
    return {
      payloadType,
      ...readEncoding(encoding),
      parameters: parameters.get(format)?.[0] ?? '',
      feedback: [...(feedback.get(format) ?? []), ...common],
    };
  });
}

/** `96 nack pli` → `nack pli` under `96`: the form of a=rtpmap, a=fmtp and a=rtcp-fb. */
function byPayloadType(values: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const value of values) {
    const space = value.indexOf(' ');
    if (space < 0) continue;
    const format = value.slice(0, space);
    const rest = value.slice(space + 1).trim();
    const known = found.get(format);
    if (known) known.push(rest);
    else found.set(format, [rest]);
  }
  return found;
}

/** `opus/48000/2` (RFC 8866, section 6.6). */
function readEncoding(value: string): Pick<OfferedCodec, 'name' | 'clockRate' | 'channels'> {
  const [name = '', rate, count] = value.split('/');
  const channels = Number(count);
  return {
    // Encoding names are case-insensitive (RFC 8866, section 6.6; OBS and GStreamer: R-08).
    name: name.trim().toLowerCase(),
    clockRate: Number(rate) || 0,
    ...(channels > 0 ? { channels } : {}),
  };
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

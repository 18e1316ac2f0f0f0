export type MediaKind = 'audio' | 'video';

/** How one codec looks in SDP (RFC 8866, section 6.6). */
export interface Codec {
  readonly kind: MediaKind;
  /** Encoding name as it is registered, such as `VP8`. */
  readonly name: string;
  /** RTP clock in hertz. */
  readonly clockRate: number;
  /** Undefined where SDP has none. */
  readonly channels?: number;
  /** Value of the a=fmtp line, undefined without one. */
  readonly parameters?: string;
}

/** A codec with the number it has in an offer. */
export interface OfferedCodec extends Codec {
  readonly payloadType: number;
}

/** Baseline, level 3.1, whatever is really sent: servers match on the first byte. */
const H264 = 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f';

/** All that can be published, by its name in lower case. Formats without a registered RTP payload are not. */
// biome-ignore format: one codec a line, read it as a table
const CODECS = {
  opus: { kind: 'audio', name: 'opus', clockRate: 48_000, channels: 2, parameters: 'minptime=10;useinbandfec=1' },
  pcmu: { kind: 'audio', name: 'PCMU', clockRate: 8_000 },
  pcma: { kind: 'audio', name: 'PCMA', clockRate: 8_000 },
  g722: { kind: 'audio', name: 'G722', clockRate: 8_000 },
  vp8:  { kind: 'video', name: 'VP8',  clockRate: 90_000 },
  vp9:  { kind: 'video', name: 'VP9',  clockRate: 90_000, parameters: 'profile-id=0' },
  h264: { kind: 'video', name: 'H264', clockRate: 90_000, parameters: H264 },
  h265: { kind: 'video', name: 'H265', clockRate: 90_000 },
  av1:  { kind: 'video', name: 'AV1',  clockRate: 90_000 },
} as const satisfies Readonly<Record<string, Codec>>;

export type CodecName = keyof typeof CODECS;

export const CODEC_NAMES = Object.keys(CODECS) as readonly CodecName[];

/** By its encoding name in any case; undefined for one that nobody here knows. */
export function codecNamed(name: string): Codec | undefined {
  const key = CODEC_NAMES.find((known) => known === name.toLowerCase());
  return key && CODECS[key];
}

export function isCodecName(name: string): name is CodecName {
  return codecNamed(name) !== undefined;
}

/** What browsers call them; none of them is a static type (RFC 3551) but those of the G.711 family. */
// biome-ignore format: one codec a line, read it as a table
const PAYLOAD_TYPES: Readonly<Record<CodecName, number>> = {
  opus: 111, pcmu: 0, pcma: 8, g722: 9,
  vp8: 96, vp9: 98, h264: 102, h265: 104, av1: 106,
};

/** The codec with its usual number, or with the one that a pipeline's caps name. */
export function offered(name: CodecName, payloadType = PAYLOAD_TYPES[name]): OfferedCodec {
  return { ...CODECS[name], payloadType };
}

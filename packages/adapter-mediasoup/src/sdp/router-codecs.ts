import type { BackendCapabilities } from '@whipway/core';
import type { types } from 'mediasoup';

type Codec = types.RouterRtpCodecCapability & { readonly preferredPayloadType: number };

function audio(payloadType: number, name: string, clockRate: number, channels = 1): Codec {
  const mimeType = `audio/${name}`;
  return { kind: 'audio', mimeType, clockRate, channels, preferredPayloadType: payloadType };
}

function video(payloadType: number, name: string, parameters: Record<string, unknown> = {}): Codec {
  const mimeType = `video/${name}`;
  return {
    kind: 'video',
    mimeType,
    clockRate: 90_000,
    preferredPayloadType: payloadType,
    parameters,
  };
}

function h264(payloadType: number, profile: string, packetization: 0 | 1): Codec {
  return video(payloadType, 'H264', {
    'profile-level-id': profile,
    'packetization-mode': packetization,
    'level-asymmetry-allowed': 1,
  });
}

/**
 * Everything a publication's router takes.
 *
 * A viewer is sent the payload types of its router (mediasoup cannot change them for one consumer),
 * and must get those of its own offer. So the payload types here are the ones Chromium offers: its
 * viewers need no router of their own. Those of 100 and above come first: mediasoup gives the free
 * ones, in order, to RTX.
 */
// biome-ignore format: one codec a line, read it as a table
export const ROUTER_CODECS: readonly Codec[] = [
  audio(111, 'opus', 48_000, 2),
  audio(0,   'PCMU', 8_000),
  audio(8,   'PCMA', 8_000),
  audio(9,   'G722', 8_000),
  h264(102, '42001f', 1), // baseline
  h264(108, '42e01f', 1), // constrained baseline
  h264(116, '4d001f', 1), // main
  video(96,  'VP8'),
  video(98,  'VP9', { 'profile-id': 0 }),
  video(63,  'VP9', { 'profile-id': 2 }),
  video(45,  'AV1'),
  h264(35,  '64001f', 1), // high
  h264(37,  '640c1f', 1), // constrained high
  h264(41,  '42001f', 0),
  h264(43,  '42e01f', 0),
  h264(39,  '4d001f', 0),
  h264(47,  '64001f', 0),
];

/** The same for the core, which refuses other offers itself. */
export const CODEC_NAMES: NonNullable<BackendCapabilities['codecs']> = {
  audio: namesOf('audio'),
  video: namesOf('video'),
};

function namesOf(kind: types.MediaKind): readonly string[] {
  const codecs = ROUTER_CODECS.filter((codec) => codec.kind === kind);
  return [...new Set(codecs.map(({ mimeType }) => codecName(mimeType)))];
}

/**
 * A codec's name as its registration spells it. Names are case-insensitive (RFC 8866, section 6.6),
 * but Chromium encodes nothing when the answer says `vp8` (seen).
 */
export function spelling(name: string): string {
  const known = ROUTER_CODECS.find(({ mimeType }) => codecName(mimeType) === name);
  return known ? known.mimeType.slice(known.mimeType.indexOf('/') + 1) : name;
}

/** `video/VP8` → `vp8` */
export function codecName(mimeType: string): string {
  return mimeType.slice(mimeType.indexOf('/') + 1).toLowerCase();
}

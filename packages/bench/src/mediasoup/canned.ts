import { checkOffer } from '@whipway/core';
import { recordings } from '@whipway/test-rig/fixtures';
import type { types } from 'mediasoup';
import type { CannedPublisher } from './bare-mediasoup.js';

/** A real browser's offer, 5.4 kB. */
export function browserOffer(): string {
  const recording = recordings().find(({ client }) => client === 'chromium-raw');
  if (!recording) throw new Error('the recording of Chromium is missing');
  return recording.offer;
}

/** Codecs a bare router needs for it. */
export const BARE_CODECS: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];

/** What mediasoup is to be told for that offer, worked out before the clock runs. */
export function cannedPublisher(answer: string): CannedPublisher {
  const { media, fingerprints } = checkOffer(browserOffer(), { profile: 'publish' });
  const tracks = media.map(({ kind, mid, ssrcs }) => {
    const ssrc = ssrcs[0] ?? 0;
    const codec = CODECS[kind];
    const encodings = [{ ssrc, ...(kind === 'video' && { rtx: { ssrc: ssrcs[1] ?? 0 } }) }];
    return { kind, rtpParameters: { mid, codecs: codec, encodings } };
  });
  const { value = '' } = fingerprints[0] ?? {};
  return {
    dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] },
    tracks,
    answer,
  };
}

const CODECS: Readonly<Record<types.MediaKind, types.RtpCodecParameters[]>> = {
  audio: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  video: [
    { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
  ],
};

import type { TrackStatistics } from '@whipway/client';

/** `–` stands for what is not known yet. */
const UNKNOWN = '–';

/** Such as `850 kbit/s` or `2.4 Mbit/s`. */
export function bitrateText(bitsPerSecond: number | undefined): string {
  if (bitsPerSecond === undefined) return UNKNOWN;
  if (bitsPerSecond < 999_500) return `${Math.round(bitsPerSecond / 1000)} kbit/s`;
  return `${(bitsPerSecond / 1_000_000).toFixed(1)} Mbit/s`;
}

export function resolutionText(track: TrackStatistics | undefined): string {
  return track?.width && track.height ? `${track.width} × ${track.height}` : UNKNOWN;
}

export function frameRateText(track: TrackStatistics | undefined): string {
  return track?.framesPerSecond === undefined ? UNKNOWN : `${Math.round(track.framesPerSecond)}`;
}

/** Video and audio codec, such as `VP8 · opus`. */
export function codecText(
  video: TrackStatistics | undefined,
  audio: TrackStatistics | undefined,
): string {
  const codecs = [video?.codec, audio?.codec].filter((codec) => codec !== undefined);
  return codecs.length > 0 ? codecs.join(' · ') : UNKNOWN;
}

export function millisecondsText(value: number | undefined): string {
  if (value === undefined) return UNKNOWN;
  return value < 1 ? '< 1 ms' : `${Math.round(value)} ms`;
}

/** @param share 0 to 1 */
export function lossText(share: number | undefined): string {
  return share === undefined ? UNKNOWN : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** Such as `4:07` or `1:02:09`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index ? String(part).padStart(2, '0') : part)).join(':');
}

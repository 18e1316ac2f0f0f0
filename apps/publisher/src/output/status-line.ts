import type { Statistics } from '@whipway/client';

/** How the encoder keeps up; undefined where it does not say. */
export interface EncoderProgress {
  /** 1 is as fast as the media plays. */
  readonly speed: number | undefined;
  readonly framesPerSecond: number | undefined;
}

export interface StatusParts {
  /** Seconds since media began to flow. */
  readonly seconds: number;
  readonly statistics: Statistics;
  readonly encoder: EncoderProgress | undefined;
}

/** The numbers of this moment in one line. */
export function statusLine({ seconds, statistics, encoder }: StatusParts): string {
  const { audio, video, bitsPerSecond, roundTripTime } = statistics;
  const codecs = [video?.codec, audio?.codec].filter((name) => name !== undefined);
  const loss = Math.max(audio?.loss ?? 0, video?.loss ?? 0);
  return [
    clock(seconds),
    codecs.join(' + '),
    megabits(bitsPerSecond),
    ...(roundTripTime === undefined ? [] : [`rtt ${milliseconds(roundTripTime)}`]),
    `loss ${(loss * 100).toFixed(1)} %`,
    ...encoderParts(encoder),
  ].join('  ');
}

function encoderParts(encoder: EncoderProgress | undefined): readonly string[] {
  if (!encoder) return [];
  const { speed, framesPerSecond } = encoder;
  return [
    ...(framesPerSecond === undefined ? [] : [`${Math.round(framesPerSecond)} fps`]),
    ...(speed === undefined ? [] : [`encoder ${speed.toFixed(2)}x`]),
  ];
}

/** `00:12`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown
    .map((part, index) => `${part}`.padStart(index === 0 && parts[0] ? 1 : 2, '0'))
    .join(':');
}

export function megabits(bitsPerSecond: number): string {
  return bitsPerSecond >= 1_000_000
    ? `${(bitsPerSecond / 1_000_000).toFixed(2)} Mbit/s`
    : `${Math.round(bitsPerSecond / 1000)} kbit/s`;
}

export function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}

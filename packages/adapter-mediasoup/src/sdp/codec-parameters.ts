import type { OfferedCodec } from '@whipway/core';
import type { types } from 'mediasoup';
import { spelling } from './router-codecs.js';

/** Looks like a number and is text: `profile-level-id=640032` is three bytes. */
const TEXT = new Set(['profile-level-id', 'sprop-parameter-sets']);

/** `minptime=10;useinbandfec=1` → `{ minptime: 10, useinbandfec: 1 }`, as mediasoup wants it. */
export function readParameters(text: string): Record<string, string | number> {
  const pairs = text.split(';').flatMap((part) => {
    const [name = '', ...rest] = part.trim().split('=');
    if (!name) return [];
    const value = rest.join('=');
    const isNumber = /^\d{1,15}$/.test(value) && !TEXT.has(name);
    return [[name, isNumber ? Number(value) : value] as const];
  });
  return Object.fromEntries(pairs);
}

/** The other way round. */
export function printParameters(parameters: Record<string, unknown> = {}): string {
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join(';');
}

/** `nack pli` → `{ type: 'nack', parameter: 'pli' }` */
export function readFeedback(values: readonly string[]): types.RtcpFeedback[] {
  return [...new Set(values)].map((value) => {
    const [type = '', ...rest] = value.split(' ');
    return { type, parameter: rest.join(' ') };
  });
}

/** A codec of an offer in mediasoup's words. */
export function readCodec(kind: types.MediaKind, codec: OfferedCodec): types.RtpCodecParameters {
  const { payloadType, name, clockRate, channels, feedback } = codec;
  return {
    mimeType: `${kind}/${spelling(name)}`,
    payloadType,
    clockRate,
    ...(kind === 'audio' && { channels: channels ?? 1 }),
    parameters: readParameters(codec.parameters),
    rtcpFeedback: readFeedback(feedback),
  };
}

import type { OfferedCodec } from '@whipway/core';

/** The value of one `a=fmtp` parameter, names without regard to case. */
export function parameter({ parameters }: OfferedCodec, name: string): string | undefined {
  for (const part of parameters.split(';')) {
    const [key = '', value = ''] = part.trim().split('=');
    if (key.toLowerCase() === name) return value;
  }
  return undefined;
}

/** RFC 6184, section 8.1: 0 where nothing is said. */
export function packetizationMode(codec: OfferedCodec): number {
  return Number(parameter(codec, 'packetization-mode') ?? '0');
}

/** H264 profile: the first byte of `profile-level-id`, 42 (Baseline) where nothing is said. */
export function profileOf(codec: OfferedCodec): string {
  return (parameter(codec, 'profile-level-id') ?? '42000a').slice(0, 2).toLowerCase();
}

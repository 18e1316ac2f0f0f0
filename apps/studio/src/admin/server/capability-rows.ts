import type { Capability } from '@whipway/core';
import type { Backend } from '../api/wire.js';

type BackendCapabilities = NonNullable<Backend['capabilities']>;

type CapabilityKey = Exclude<keyof BackendCapabilities, 'codecs'>;

// biome-ignore format: one row a line, read it as a table
export const CAPABILITY_WORDS = {
  playback:     'Plays what is published, in browsers',
  restart:      'Publishers change networks without a break (ICE restart)',
  simulcast:    'Takes several layers of a picture (simulcast)',
  stats:        'Tells bitrate, loss and round trip',
  mediaReports: 'Tells when media flows and when it stops',
  liveness:     'Notices clients that vanished',
  trickle:      'Takes network addresses one by one (trickle ICE)',
} as const satisfies Record<CapabilityKey, string>;

/** What a backend can do, the most useful first. */
export function capabilityRows(
  capabilities: BackendCapabilities,
): readonly { readonly key: CapabilityKey; readonly capability: Capability }[] {
  const keys = Object.keys(CAPABILITY_WORDS) as CapabilityKey[];
  return keys.map((key) => ({ key, capability: capabilities[key] }));
}

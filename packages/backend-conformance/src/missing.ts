import type { Capability } from '@whipway/core';

/** Something that is not there, with the reason for people to read. */
export type Missing = Exclude<Capability, 'yes'>;

export function isMissing(value: unknown): value is Missing {
  return typeof value === 'object' && value !== null && 'no' in value;
}

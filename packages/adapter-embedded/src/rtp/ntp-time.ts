/** Seconds between 1900 and 1970. */
const NTP_EPOCH = 2_208_988_800;
const FRACTIONS = 2 ** 32;

/** 64-bit NTP time (RFC 3550, section 4) of milliseconds since the Unix epoch. */
export function toNtp(milliseconds: number): bigint {
  const seconds = Math.floor(milliseconds / 1000);
  const fraction = Math.floor(((milliseconds - seconds * 1000) / 1000) * FRACTIONS);
  return (BigInt(seconds + NTP_EPOCH) << 32n) | BigInt(fraction);
}

/** `ntp` some milliseconds later, or earlier. */
export function ntpAfter(ntp: bigint, milliseconds: number): bigint {
  return BigInt.asUintN(64, ntp + BigInt(Math.round((milliseconds / 1000) * FRACTIONS)));
}

/** The middle 32 bits, which report blocks carry. */
export function compactNtp(ntp: bigint): number {
  return Number(BigInt.asUintN(32, ntp >> 16n));
}

/** Units of 1/65536 s. */
export function compactDelay(milliseconds: number): number {
  return Math.floor((milliseconds * 65_536) / 1000) % 2 ** 32;
}

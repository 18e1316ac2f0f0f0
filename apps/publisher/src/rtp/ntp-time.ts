/** Seconds between 1900 and 1970. */
const NTP_EPOCH = 2_208_988_800;
const FRACTIONS = 2 ** 32;

/** 64-bit NTP time (RFC 3550, section 4) of milliseconds since the Unix epoch. */
export function ntpOf(milliseconds: number): bigint {
  return BigInt(Math.round((milliseconds / 1000 + NTP_EPOCH) * FRACTIONS));
}

/** Milliseconds from one NTP time to another; negative backwards. */
export function ntpDistance(from: bigint, to: bigint): number {
  return (Number(BigInt.asIntN(64, to - from)) / FRACTIONS) * 1000;
}

/** The middle 32 bits, which receiver reports repeat. */
export function middleOf(ntp: bigint): number {
  return Number(BigInt.asUintN(32, ntp >> 16n));
}

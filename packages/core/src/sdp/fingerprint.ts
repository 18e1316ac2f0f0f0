/** A DTLS certificate's hash (RFC 8122, section 5). */
export interface Fingerprint {
  /** Lower case: `sha-256`. */
  readonly algorithm: string;
  /** Upper-case hexadecimal bytes with colons. */
  readonly value: string;
}

const BYTES: Readonly<Record<string, number>> = {
  'sha-1': 20,
  'sha-224': 28,
  'sha-256': 32,
  'sha-384': 48,
  'sha-512': 64,
};

/** Reads the value of `a=fingerprint:`; undefined when it is malformed. */
export function readFingerprint(value: string): Fingerprint | undefined {
  const match = /^(\S+) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*)$/.exec(value);
  if (!match) return undefined;
  const algorithm = (match[1] ?? '').toLowerCase();
  const bytes = match[2] ?? '';
  const expected = BYTES[algorithm];
  if (expected !== undefined && bytes.length !== expected * 3 - 1) return undefined;
  return { algorithm, value: bytes.toUpperCase() };
}

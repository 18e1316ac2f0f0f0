import { createHash } from 'node:crypto';
import {
  CipherContext,
  HashAlgorithm,
  NamedCurveAlgorithm,
  RTCCertificate,
  SignatureAlgorithm,
} from 'werift';

export interface Fingerprint {
  readonly algorithm: string;
  readonly value: string;
}

/** A fresh self-signed ECDSA P-256 certificate; one serves all sessions of a backend. */
export async function makeCertificate(): Promise<RTCCertificate> {
  const { certPem, keyPem, signatureHash } = await CipherContext.createSelfSignedCertificateWithKey(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  );
  return new RTCCertificate(keyPem, certPem, signatureHash);
}

/** Strongest first; RFC 8122, section 5 demands SHA-256 and forbids MD5 and MD2. */
const HASHES = ['sha-512', 'sha-384', 'sha-256', 'sha-224', 'sha-1'];

/**
 * Whether a certificate is one of those the peer announced (RFC 8122, section 5; S-23). Of several
 * fingerprints only those of the strongest hash count.
 *
 * @param certificate DER
 */
export function matchesFingerprint(
  certificate: Buffer,
  fingerprints: readonly Fingerprint[],
): boolean {
  const known = fingerprints.map(({ algorithm, value }) => ({
    algorithm: algorithm.toLowerCase(),
    value: value.replaceAll(':', '').toLowerCase(),
  }));
  const strongest = HASHES.find((hash) => known.some(({ algorithm }) => algorithm === hash));
  if (!strongest) return false;
  const digest = createHash(strongest.replace('-', '')).update(certificate).digest('hex');
  return known.some(({ algorithm, value }) => algorithm === strongest && value === digest);
}

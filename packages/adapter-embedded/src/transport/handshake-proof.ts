import { verify, X509Certificate } from 'node:crypto';
import { DtlsServer, type DtlsSocket } from 'werift';

/** RFC 5246, section 7.4. */
const MESSAGE = { serverKeyExchange: 12, certificateVerify: 15 } as const;

/** Bits of a handshake message's header that are not in the signed text of ServerKeyExchange. */
type Message = DtlsSocket['dtls']['sortedHandshakeCache'][number];

/** Signature algorithms of TLS 1.2 as hash names (RFC 5246, section 7.4.1.4.1; RFC 8446, 4.2.3). */
const HASH_OF: Readonly<Record<number, string>> = {
  4: 'sha256',
  5: 'sha384',
  6: 'sha512',
};

/**
 * Whether the peer has signed its part of the handshake with the key of its certificate. werift
 * takes these signatures as they come; without them the fingerprint of the offer proves nothing,
 * since certificates go over the wire in the clear.
 */
export function provesPossession(dtls: DtlsSocket, certificate: Buffer): boolean {
  try {
    const signed = dtls instanceof DtlsServer ? ofClient(dtls) : ofServer(dtls);
    if (!signed) return false;
    const { publicKey } = new X509Certificate(certificate);
    return verify(signed.hash, signed.text, publicKey, signed.signature);
  } catch {
    return false;
  }
}

interface Signed {
  readonly hash: string;
  readonly text: Buffer;
  readonly signature: Buffer;
}

/** RFC 5246, section 7.4.8: CertificateVerify signs all handshake messages before it. */
function ofClient({ dtls }: DtlsSocket): Signed | undefined {
  const messages = dtls.sortedHandshakeCache;
  const index = messages.findIndex(({ msg_type: type }) => type === MESSAGE.certificateVerify);
  const proof = messages[index];
  if (!proof) return undefined;
  const before = messages.slice(0, index).map((message: Message) => message.serialize());
  return readSignature(proof.fragment, 0, Buffer.concat(before));
}

/** RFC 8422, section 5.4: the signature covers both randoms and the server's parameters. */
function ofServer({ dtls, cipher }: DtlsSocket): Signed | undefined {
  const messages = dtls.sortedHandshakeCache;
  const exchange = messages.find(({ msg_type: type }) => type === MESSAGE.serverKeyExchange);
  if (!exchange) return undefined;
  const parametersEnd = 4 + exchange.fragment.readUInt8(3);
  const text = Buffer.concat([
    cipher.localRandom.serialize(),
    cipher.remoteRandom.serialize(),
    exchange.fragment.subarray(0, parametersEnd),
  ]);
  return readSignature(exchange.fragment, parametersEnd, text);
}

/** Two bytes of algorithm, two of length, the signature. */
function readSignature(fragment: Buffer, start: number, text: Buffer): Signed | undefined {
  const hash = HASH_OF[fragment.readUInt8(start)];
  const length = fragment.readUInt16BE(start + 2);
  const signature = fragment.subarray(start + 4, start + 4 + length);
  return hash && signature.length === length ? { hash, text, signature } : undefined;
}

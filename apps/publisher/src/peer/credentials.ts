import { randomBytes } from 'node:crypto';

/** The username fragment and password of one ICE generation (RFC 8839, section 5.4). */
export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

/** 128 bits of password; both in the alphabet of ice-char. */
export function newCredentials(): IceCredentials {
  return { ufrag: iceText(6), pwd: iceText(18) };
}

function iceText(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '');
}

/** The description as it is after an ICE restart: other credentials, nothing gathered yet. */
export function restartedOffer(sdp: string, { ufrag, pwd }: IceCredentials): string {
  return withoutCandidates(sdp)
    .replace(/^a=ice-ufrag:.*$/gm, `a=ice-ufrag:${ufrag}`)
    .replace(/^a=ice-pwd:.*$/gm, `a=ice-pwd:${pwd}`);
}

function withoutCandidates(sdp: string): string {
  return sdp.replace(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, '');
}

/** The answer without the word that no candidate follows. */
export function openEnded(sdp: string): string {
  return sdp.replace(/^a=end-of-candidates\r?\n/gm, '');
}

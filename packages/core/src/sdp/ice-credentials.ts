import type { IceCredentials } from './candidate.js';

/** What is wrong with the credentials, in words; undefined when nothing is. RFC 8839, section 5.4. */
export function credentialsFault({ ufrag, pwd }: IceCredentials): string | undefined {
  if (!/^[\x21-\x7e]{4,256}$/.test(ufrag)) return 'a=ice-ufrag must have 4 to 256 characters';
  if (!/^[\x21-\x7e]{22,256}$/.test(pwd)) return 'a=ice-pwd must have 22 to 256 characters';
  return undefined;
}

import { WhipError } from '@whipway/core';
import type { WhipHttpRequest } from '@whipway/http';
import { readCredential, sameDigest, sha256, singleValue } from '@whipway/http/building-blocks';
import { AdminError } from '../errors/admin-error.js';
import { isOwnHost, isSameHost } from './host-check.js';
import type { AdminHttpSettings } from './settings.js';

/** Checks where a request comes from, before anything else. @throws AdminError */
export function checkOrigin({ headers }: WhipHttpRequest, settings: AdminHttpSettings): void {
  const host = singleValue(headers, 'host');
  if (!isOwnHost(host, settings.hosts)) throw new AdminError('host-not-allowed');
  const [origin, ...more] = headers.values('origin');
  if (origin === undefined) return;
  if (more.length > 0 || !(isSameHost(origin, host) || settings.origins.includes(origin)))
    throw new AdminError('origin-not-allowed');
}

/** Checks the admin token. @throws WhipError `credential-…` */
export function checkToken({ headers }: WhipHttpRequest, { tokenDigest }: AdminHttpSettings): void {
  const credential = readCredential(headers.values('authorization'));
  if (credential.kind === 'malformed')
    throw new WhipError('credential-malformed', 'The form is "Authorization: Bearer TOKEN".');
  if (credential.kind !== 'bearer')
    throw new WhipError('credential-missing', 'Send the admin token as "Authorization: Bearer …".');
  if (!sameDigest(tokenDigest, sha256(credential.token)))
    throw new WhipError('credential-invalid', 'This is not the admin token.');
}

import type { Expectation } from '../endpoints/endpoint-service.js';
import { AdminError } from '../errors/admin-error.js';

/**
 * RFC 9110, sections 8.8.3 and 13.1.1: a list of tags, whose text may have commas in it; empty
 * elements are passed over (section 5.6.1.2).
 */
const TAG = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';
const LIST = new RegExp(`^[\\s,]*${TAG}(?:\\s*,(?:\\s*${TAG})?)*\\s*$`);

/** The entity-tag of a revision. */
export function etag(revision: string): string {
  return `"${revision}"`;
}

/** Whether a revision is one that If-Match names. @throws AdminError `revision-malformed` */
export function expectationOf(ifMatch: string): Expectation {
  if (ifMatch.trim() === '*') return () => true;
  if (!LIST.test(ifMatch)) throw new AdminError('revision-malformed');
  const tags: readonly string[] = ifMatch.match(new RegExp(TAG, 'g')) ?? [];
  // A weak one never matches (section 13.1.1).
  return (revision) => tags.includes(etag(revision));
}

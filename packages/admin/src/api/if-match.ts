import type { Expectation } from '../endpoints/endpoint-service.js';
import { AdminError } from '../errors/admin-error.js';

/** RFC 9110, section 8.8.3: a strong tag; a weak one never matches (section 13.1.1). */
const TAG = /^\s*(W\/)?"([\x21\x23-\x7e]*)"\s*$/;

/** The entity-tag of a revision. */
export function etag(revision: string): string {
  return `"${revision}"`;
}

/** Whether a revision is one that If-Match names. @throws AdminError `revision-malformed` */
export function expectationOf(ifMatch: string): Expectation {
  if (ifMatch.trim() === '*') return () => true;
  const tags = ifMatch.split(',').map((entry) => {
    const [whole, weak, tag] = TAG.exec(entry) ?? [];
    if (whole === undefined) throw new AdminError('revision-malformed');
    return weak === undefined ? tag : undefined;
  });
  return (revision) => tags.includes(revision);
}

import { randomUUID } from 'node:crypto';
import type { UpstreamLink } from './upstream-link.js';

export type ProbeMethod = 'GET' | 'OPTIONS';

/** What a probe says. `unclear`: a reply that tells neither, e.g. 401 or 500. */
export type ProbeResult = 'alive' | 'gone' | 'unclear' | 'silent';

/**
 * RFC 9725, section 4.1 wants a 2xx to GET; most servers say 405 there, and still 404 for a session
 * that is gone. 401 and 403 tell of the token only.
 */
export function readProbe(status: number): ProbeResult {
  if (status === 404 || status === 410) return 'gone';
  if (status < 300 || status === 405 || status === 501) return 'alive';
  return status >= 500 ? 'silent' : 'unclear';
}

/**
 * The method by which this server tells a live session from one that never was: each is tried on the
 * session just opened and on a made-up one beside it.
 *
 * @returns undefined when neither does
 */
export async function findProbeMethod(
  link: UpstreamLink,
  url: URL,
  timeout: number,
): Promise<ProbeMethod | undefined> {
  const nobody = new URL(url);
  nobody.pathname = nobody.pathname.replace(/[^/]*$/, randomUUID());
  for (const method of ['GET', 'OPTIONS'] as const) {
    const live = readProbe((await link.probe(url, method, timeout)).status);
    if (live !== 'alive') continue;
    const none = readProbe((await link.probe(nobody, method, timeout)).status);
    if (none === 'gone') return method;
  }
  return undefined;
}

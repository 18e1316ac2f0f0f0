import { randomUUID } from 'node:crypto';
import { WhipError } from '@whipway/core';
import type { UpstreamLink } from './upstream-link.js';

export type ProbeMethod = 'GET' | 'OPTIONS';

/** What a probe says. `unclear`: a reply that tells neither, e.g. 401, or a refusal of our own. */
export type ProbeResult = 'alive' | 'gone' | 'unclear' | 'silent';

/**
 * What was found out about a server. `blind`: no method tells, for certain. `unclear` and `silent`:
 * nothing is known yet, and in the second case there was no reply at all.
 */
export type ProbeFinding = ProbeMethod | 'blind' | 'unclear' | 'silent';

/**
 * RFC 9725, section 4.1 wants a 2xx to GET; most servers say 405 there, and still 404 for a session
 * that is gone. 401 and 403 tell of the token only.
 */
function readProbe(status: number): ProbeResult {
  if (status === 404 || status === 410) return 'gone';
  if (status < 300 || status === 405 || status === 501) return 'alive';
  return status >= 500 ? 'silent' : 'unclear';
}

/** One probe. Never rejects; `timeout` is milliseconds. */
export async function probe(
  link: UpstreamLink,
  url: URL,
  method: ProbeMethod,
  timeout: number,
): Promise<ProbeResult> {
  try {
    return readProbe((await link.probe(url, method, timeout)).status);
  } catch (error) {
    // What we refuse to send says nothing about the server.
    return WhipError.is(error) && error.code === 'backend-refused' ? 'unclear' : 'silent';
  }
}

export interface ProbeSubject {
  readonly link: UpstreamLink;
  readonly url: URL;
  /** True: the session was made just now, and cannot be over. */
  readonly fresh: boolean;
  /** Milliseconds for each request. */
  readonly timeout: number;
}

/**
 * The method by which this server tells a live session from one that never was: each is tried on the
 * session and on a made-up one beside it. Never rejects.
 */
export async function findProbeMethod(subject: ProbeSubject): Promise<ProbeFinding> {
  const findings: ProbeFinding[] = [];
  for (const method of ['GET', 'OPTIONS'] as const) {
    const finding = await tryMethod(method, subject);
    if (finding === method) return method;
    findings.push(finding);
  }
  const [first = 'unclear'] = findings;
  return findings.every((finding) => finding === first) ? first : 'unclear';
}

async function tryMethod(
  method: ProbeMethod,
  { link, url, fresh, timeout }: ProbeSubject,
): Promise<ProbeFinding> {
  const live = await probe(link, url, method, timeout);
  if (live === 'silent' || live === 'unclear') return live;
  // An older session may be over, and then this is the truth about it.
  if (live === 'gone' && !fresh) return 'unclear';
  const none = await probe(link, nobodyBeside(url), method, timeout);
  if (live === none) return 'blind';
  return live === 'alive' && none === 'gone' ? method : 'unclear';
}

function nobodyBeside(url: URL): URL {
  const nobody = new URL(url);
  nobody.pathname = nobody.pathname.replace(/[^/]*$/, randomUUID());
  return nobody;
}

import { ClientError } from '../client-error.js';
import { resolvedUrl } from './link-header.js';

export const REDIRECT_FAULT = 'A redirect has to be a 307 or 308.';

/** As many as fetch itself follows. */
const MOST_REDIRECTS = 20;

/**
 * Whether fetch lets its caller see redirects. A browser follows them unseen; on https pages it
 * blocks those to plain http as mixed content. Workers have no WebRTC, and so are not met here.
 */
export function showsRedirects(): boolean {
  return globalThis.document === undefined;
}

/**
 * Follows redirects target by target, so that each one is checked before it is asked, and has its
 * own right to the token (C-25, C-26, C-36).
 *
 * @param ask sends the request to one target, and shows a redirect.
 * @throws ClientError `unexpected-reply` for a redirect that loses method and body, `unreachable`
 * after too many of them, and what `ask` throws.
 */
export async function throughRedirects(
  url: string,
  ask: (target: string) => Promise<Response>,
): Promise<Response> {
  let target = url;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const response = await ask(target);
    const next = targetOf(response, target);
    if (next === undefined) return response;
    await response.body?.cancel();
    target = next;
  }
  throw new ClientError('unreachable', 'There are too many redirects.');
}

function targetOf({ status, headers }: Response, base: string): string | undefined {
  const location = headers.get('location');
  if (location === null || status < 301 || status > 308) return undefined;
  if (status < 307) throw new ClientError('unexpected-reply', REDIRECT_FAULT, { status });
  return resolvedUrl(location, base);
}

import { ClientError } from '@whipway/client';
import { isHere } from '../peer/local-addresses.js';

/** 307 and 308 keep the offer; the older ones turn a POST into a GET (RFC 9110, section 15.4; C-25). */
const KEEPING = new Set([307, 308]);
const MOST_HOPS = 5;

/** Headers that are the sender's own and not meant for another origin. */
const PRIVATE = ['authorization'];

export interface RedirectRules {
  /** Origins that get the token as well. */
  readonly trusted: readonly string[];
  /** Also plain http to other machines. */
  readonly allowInsecure: boolean;
  /** Hears of every hop before it is made. */
  readonly followed?: (from: string, to: string, withToken: boolean) => void;
}

/**
 * A fetch that follows redirects itself, so that a token may go on to origins the user trusts, and
 * to no other (C-26). Replies to the old redirects are returned as they are.
 *
 * @throws TypeError as fetch does; also when there are too many hops
 * @throws ClientError `insecure-url` before anything goes over plain http to another machine (C-36)
 */
export function followRedirects(
  fetchOnce: typeof fetch,
  { trusted, allowInsecure, followed }: RedirectRules,
): typeof fetch {
  return async (input, init = {}) => {
    let url = String(input);
    let headers = new Headers(init.headers);
    for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
      const response = await fetchOnce(url, { ...init, headers, redirect: 'manual' });
      const location = response.headers.get('location');
      if (!KEEPING.has(response.status) || !location || !URL.canParse(location, url))
        return response;
      await response.body?.cancel();
      const next = new URL(location, url);
      if (next.protocol !== 'https:' && !allowInsecure && !isHere(next.href)) throw insecure(next);
      const keeps = next.origin === new URL(url).origin || trusted.includes(next.origin);
      if (!keeps) headers = without(headers, PRIVATE);
      followed?.(url, next.href, headers.has('authorization'));
      url = next.href;
    }
    throw new TypeError(`more than ${MOST_HOPS} redirects`);
  };
}

function insecure({ origin }: URL): ClientError {
  return new ClientError(
    'insecure-url',
    `The server redirects to ${origin}, where anybody can read what is sent. --insecure allows it.`,
  );
}

function without(headers: Headers, names: readonly string[]): Headers {
  const rest = new Headers(headers);
  for (const name of names) rest.delete(name);
  return rest;
}

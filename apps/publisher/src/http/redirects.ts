/** 307 and 308 keep the offer; the older ones turn a POST into a GET (RFC 9110, section 15.4; C-25). */
const KEEPING = new Set([307, 308]);
const MOST_HOPS = 5;

/** Headers that are the sender's own and not meant for another origin. */
const PRIVATE = ['authorization'];

/**
 * A fetch that follows redirects itself, so that a token may go on to origins the user trusts, and
 * to no other (C-26). Replies to the old redirects are returned as they are.
 *
 * @throws TypeError as fetch does; also when there are too many hops
 */
export function followRedirects(
  fetchOnce: typeof fetch,
  trusted: readonly string[],
  followed: (from: string, to: string, withToken: boolean) => void = () => {},
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
      const keeps = next.origin === new URL(url).origin || trusted.includes(next.origin);
      if (!keeps) headers = without(headers, PRIVATE);
      followed(url, next.href, headers.has('authorization'));
      url = next.href;
    }
    throw new TypeError(`more than ${MOST_HOPS} redirects`);
  };
}

function without(headers: Headers, names: readonly string[]): Headers {
  const rest = new Headers(headers);
  for (const name of names) rest.delete(name);
  return rest;
}

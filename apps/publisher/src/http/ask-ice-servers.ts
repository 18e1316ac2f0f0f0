import { readIceServers } from '@whipway/client/ice-servers';

/** Longest wait for the reply, in milliseconds. */
const LONGEST_ANSWER = 10_000;

export interface AskedEndpoint {
  readonly url: string;
  /** Bearer token: who has none is told no TURN server. */
  readonly token?: string | undefined;
}

/** What the endpoint named, or why there is none, in a few words. */
export type NamedServers =
  | { readonly servers: readonly RTCIceServer[] }
  | { readonly reason: string };

/**
 * The STUN and TURN servers in an endpoint's reply to OPTIONS (RFC 9725, section 4.6), for who has to
 * know them before there is a session.
 *
 * @param http follows redirects, and gives no token to origins that may not have it
 * @param signal fires when nobody waits any more
 * @throws what `http` throws: the server cannot be reached, or nobody waits any more
 */
export async function askIceServers(
  { url, token }: AskedEndpoint,
  http: typeof fetch,
  signal: AbortSignal,
): Promise<NamedServers> {
  const deadline = AbortSignal.timeout(LONGEST_ANSWER);
  try {
    const response = await http(url, {
      method: 'OPTIONS',
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.any([signal, deadline]),
    });
    await response.body?.cancel();
    if (!response.ok) return { reason: `it answered ${response.status} to OPTIONS` };
    const servers = readIceServers(response.headers.get('link'));
    return servers.length > 0 ? { servers } : { reason: 'its reply to OPTIONS has none' };
  } catch (cause) {
    if (deadline.aborted) return { reason: 'it did not answer OPTIONS in time' };
    throw cause;
  }
}

import { readIceServers } from '@whipway/client/ice-servers';

/** Longest wait for the reply, in milliseconds. */
const LONGEST_ANSWER = 10_000;

export interface AskedEndpoint {
  readonly url: string;
  /** Bearer token: who has none is told no TURN server. */
  readonly token?: string | undefined;
}

/**
 * The STUN and TURN servers in an endpoint's reply to OPTIONS (RFC 9725, section 4.6), for who has to
 * know them before there is a session.
 *
 * @param http follows redirects, and gives no token to origins that may not have it
 * @param signal fires when nobody waits any more
 * @throws Error with a reason in a few words when the server refuses or does not answer in time, and
 *   what `http` throws
 */
export async function askIceServers(
  { url, token }: AskedEndpoint,
  http: typeof fetch,
  signal: AbortSignal,
): Promise<RTCIceServer[]> {
  const deadline = AbortSignal.timeout(LONGEST_ANSWER);
  try {
    const response = await http(url, {
      method: 'OPTIONS',
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.any([signal, deadline]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`it answered ${response.status} to OPTIONS`);
    return readIceServers(response.headers.get('link'));
  } catch (cause) {
    if (deadline.aborted) throw new Error('it did not answer OPTIONS in time', { cause });
    throw cause;
  }
}

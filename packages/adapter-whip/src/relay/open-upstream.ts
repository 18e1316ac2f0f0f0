import { type CheckedOffer, type OfferedIceServers, WhipError } from '@whipway/core';
import type { HttpClient } from '../http/http-client.js';
import { type HttpReply, succeeded } from '../http/http-message.js';
import { upstreamOffer } from '../sdp/upstream-offer.js';
import { offeredIceServers } from './ice-server-links.js';
import { POST_REFUSALS, type RefusalTable, refusal } from './refusals.js';
import type { RelayRules } from './relay-rules.js';
import type { ServerQuirkId } from './server-quirks.js';
import { sessionUrl } from './session-url.js';

/** The server’s 201. */
export interface UpstreamSession {
  readonly answer: string;
  readonly url: URL | undefined;
  /** As it was told, quotes or not. */
  readonly etag: string | undefined;
  readonly iceServers: OfferedIceServers | undefined;
}

export interface UpstreamRequest {
  readonly offer: CheckedOffer;
  readonly home: URL;
  readonly token: string | undefined;
  readonly tokenRefusals: RefusalTable;
  readonly now: number;
  note(quirk: ServerQuirkId): void;
}

/**
 * The POST of RFC 9725, section 4.2, at once and with whatever candidates the offer has.
 *
 * @throws WhipError by the tables of refusals; `answer-unusable` for a 201 that makes no sense
 */
export async function openUpstream(
  http: HttpClient,
  rules: RelayRules,
  request: UpstreamRequest,
): Promise<UpstreamSession> {
  const { offer, home, token, note } = request;
  const reply = await http.follow({
    method: 'POST',
    url: home,
    home,
    token,
    headers: { ...rules.headers, 'Content-Type': 'application/sdp', Accept: 'application/sdp' },
    body: upstreamOffer(offer),
  });
  if (!succeeded(reply)) throw await refused(http, rules, request, reply);
  if (reply.status !== 201) note('created-as-200');
  const url = sessionUrl(reply, note);
  if (url && !(await http.mayReach(url, home))) throw privateSession(rules);
  const etag = reply.header('etag');
  if (etag === undefined) note('etag-missing');
  else if (!/^(?:W\/)?".*"$/.test(etag)) note('etag-unquoted');
  const iceServers = offeredIceServers(reply, rules.iceServers, note);
  return { answer: reply.body, url, etag, iceServers };
}

/** Nothing could ever be sent there, and the client’s media would go on unseen. */
function privateSession({ serverName }: RelayRules): WhipError {
  return new WhipError(
    'answer-unusable',
    `${serverName} names a session URL on a private address, which redirects.allowPrivate does not allow.`,
  );
}

async function refused(
  http: HttpClient,
  rules: RelayRules,
  { home, token, tokenRefusals, now }: UpstreamRequest,
  reply: HttpReply,
): Promise<WhipError> {
  const tables = [tokenRefusals, rules.refusals, POST_REFUSALS];
  const error = refusal(reply, rules.serverName, now, tables);
  if (reply.status === 401 && token !== undefined && !http.sendsToken(reply.url, home))
    return new WhipError(
      'backend-refused',
      `${rules.serverName} redirects to another origin, which does not get the token: redirects.tokenFor can name it. (status 401)`,
    );
  return (await rules.explain?.(reply, error)) ?? error;
}

import type { CounterOfferedSession, OpenedSession } from '@whipway/core';
import type { Admission } from './admission.js';
import type { Exchange, Reply } from './exchange.js';
import { type HeaderLine, singleValue } from './http-message.js';
import { extensionLinks, sessionIceServerLinks } from './links.js';
import { SDP, SDP_FRAGMENT } from './media-types.js';
import { sessionPath } from './routes.js';
import type { HandlerSettings } from './settings.js';

/** What a method does on a URL, once the request has passed every check before it. */
export type Operation = (exchange: Exchange, admission: Admission, body: string) => Promise<Reply>;

/** S-40, S-41: 2xx without content. */
export const present: Operation = async () => NO_CONTENT;

const NO_CONTENT: Reply = { status: 204, headers: [] };

/** A publisher's offer (S-01 to S-30). */
export async function publish(
  exchange: Exchange,
  admission: Admission,
  offer: string,
): Promise<Reply> {
  const request = openRequest(exchange, admission, offer);
  return created(exchange, await exchange.settings.gateway.publish(request));
}

/** A player's offer; answered, or countered with one of the server's own. */
export async function watch(
  exchange: Exchange,
  admission: Admission,
  offer: string,
): Promise<Reply> {
  const request = openRequest(exchange, admission, offer);
  const session = await exchange.settings.gateway.watch(request);
  return session.kind === 'opened' ? created(exchange, session) : counterOffered(exchange, session);
}

function openRequest(
  { request }: Exchange,
  { endpointId, proof, bearer }: Admission,
  offer: string,
) {
  const client = singleValue(request.headers, 'user-agent');
  return {
    endpointId,
    offer,
    signal: request.signal,
    ...(client === undefined ? {} : { client }),
    ...(proof === undefined ? {} : { credential: proof }),
    ...(bearer === undefined ? {} : { bearer }),
  };
}

/** RFC 9725, section 4.2: 201 with Location, ETag (4.3.1) and Link lines (4.6, 4.9). */
function created(exchange: Exchange, session: OpenedSession): Reply {
  const undelivered = releaser(exchange, session.sessionId);
  return {
    status: 201,
    headers: [
      ['Content-Type', SDP],
      ['Location', location(exchange, session.sessionId)],
      ['ETag', session.etag],
      ...linkLines(sessionIceServerLinks(exchange.settings.iceServerLinks, session.iceServers)),
      ...extensionLines(exchange, session.sessionId, undelivered),
    ],
    body: session.answer,
    undelivered,
  };
}

/** The host's own `url(sessionId)` may throw: then nobody gets the session. */
function extensionLines(
  { settings }: Exchange,
  sessionId: string,
  undelivered: () => void,
): readonly HeaderLine[] {
  try {
    return linkLines(extensionLinks(settings.extensions, sessionId));
  } catch (error) {
    undelivered();
    throw error;
  }
}

/** WHEP, section 4.2: the server's own offer, to be answered by PATCH. */
function counterOffered(exchange: Exchange, session: CounterOfferedSession): Reply {
  return {
    status: 406,
    headers: [
      ['Content-Type', SDP],
      ['Location', location(exchange, session.sessionId)],
      ...iceServerLines(exchange.settings),
    ],
    body: session.counterOffer,
    undelivered: releaser(exchange, session.sessionId),
  };
}

export function iceServerLines({ iceServerLinks }: HandlerSettings): readonly HeaderLine[] {
  return linkLines(iceServerLinks);
}

/** S-63: a line each. */
function linkLines(values: readonly string[]): readonly HeaderLine[] {
  return values.map((value) => ['Link', value]);
}

function location({ request, matched, settings }: Exchange, sessionId: string): string {
  const { publicUrl, basePath } = settings;
  return publicUrl + request.mountPath + basePath + sessionPath(matched.route.kind, sessionId);
}

/** Nobody got the session's URL, so nobody can end it: we do. */
function releaser({ settings: { gateway, logger } }: Exchange, sessionId: string): () => void {
  return () => {
    gateway.end(sessionId, 'client-gone').catch((error: unknown) => {
      logger.warn('a session whose client is gone could not be ended', { error });
    });
  };
}

/** A trickle or restart PATCH (S-80 to S-98). */
export async function patch(
  exchange: Exchange,
  _admission: Admission,
  fragment: string,
): Promise<Reply> {
  const { matched, settings } = exchange;
  const result = await settings.gateway.patch({
    sessionId: matched.id,
    fragment,
    ...preconditions(exchange),
  });
  // S-82: neither body nor ETag after a trickle. S-92: both after a restart.
  if (result.kind === 'trickled') return NO_CONTENT;
  return {
    status: 200,
    headers: [
      ['Content-Type', SDP_FRAGMENT],
      ['ETag', result.etag],
    ],
    body: result.fragment,
  };
}

/** Several lines are one list (RFC 9110, section 5.3). What they are worth is the gateway's business. */
function preconditions({ request: { headers } }: Exchange): { ifMatch?: string; etag?: string } {
  const ifMatch = headers.values('if-match');
  const [etag] = headers.values('etag');
  return {
    ...(ifMatch.length > 0 ? { ifMatch: ifMatch.join(', ') } : {}),
    ...(etag === undefined ? {} : { etag }),
  };
}

/** A player's answer to a counter-offer. */
export async function answer(
  exchange: Exchange,
  _admission: Admission,
  text: string,
): Promise<Reply> {
  const { gateway } = exchange.settings;
  const { etag } = await gateway.answer({ sessionId: exchange.matched.id, answer: text });
  // The player's first ICE generation begins here: the 406 could not name it.
  return { ...NO_CONTENT, headers: [['ETag', etag]] };
}

/** S-100, S-101: If-Match is not looked at; exactly 200, for OBS sends a second DELETE otherwise. */
export async function end({ matched, settings }: Exchange): Promise<Reply> {
  await settings.gateway.end(matched.id, 'client-deleted');
  return { status: 200, headers: [] };
}

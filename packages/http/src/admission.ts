import { can, type EndedSession, whyNot } from '@whipway/core';
import { askAuthorize } from './authorize.js';
import { type Credential, readCredential } from './bearer.js';
import { sameDigest, sha256 } from './digest.js';
import type { Exchange } from './exchange.js';
import { splitTarget } from './http-message.js';
import { refusal } from './refuse.js';

/** Who got in, and to what. */
export interface Admission {
  readonly endpointId: string;
  /** Endpoints: digest of the credential, undefined when none was sent. */
  readonly proof: string | undefined;
  /** Endpoints: the bearer token itself, for a backend that passes it on. */
  readonly bearer: string | undefined;
}

/** What a URL names. */
type Subject =
  | { readonly kind: 'found'; readonly endpointId: string; readonly opener?: string | undefined }
  | { readonly kind: 'ended'; readonly session: EndedSession }
  | { readonly kind: 'unknown' };

/**
 * The first two checks of every verb but OPTIONS: who asks (401, 403), and does it exist (404); S-46.
 * An unknown id is a 401 to who shows nothing, as a known one is. A header that cannot be read is a
 * 400 wherever it is sent (S-72). So neither tells which ids there are; any token at all does (404).
 *
 * @throws WhipError `credential-…`, `endpoint-not-found`, `session-not-found`,
 *   `playback-unsupported`.
 */
export async function admit(exchange: Exchange): Promise<Admission> {
  const credential = readCredential(exchange.request.headers.values('authorization'));
  if (credential.kind === 'malformed') throw refusal('credential-malformed');
  const subject = locate(exchange);
  if (subject.kind === 'unknown') throw unknownSubject(exchange, credential);
  if (subject.kind === 'ended') throw await endedSubject(exchange, subject.session, credential);
  if (!deletesByUrl(exchange, credential)) {
    await requireGrant(exchange, subject.endpointId, credential);
    requireOpener(exchange, subject, credential);
  }
  requirePlayback(exchange);
  const opens = exchange.matched.route.subject === 'endpoint';
  return {
    endpointId: subject.endpointId,
    proof: opens ? proofOf(credential) : undefined,
    bearer: opens && credential.kind === 'bearer' ? credential.token : undefined,
  };
}

function locate({ matched: { route, id }, settings: { gateway } }: Exchange): Subject {
  if (route.subject === 'endpoint') {
    return gateway.endpoint(id) ? { kind: 'found', endpointId: id } : { kind: 'unknown' };
  }
  const found = gateway.find(id);
  if (found === undefined) return { kind: 'unknown' };
  const session = found.live ? found.snapshot : found.ended;
  // A publisher's session is nothing under /whep, and the other way round.
  if (session.kind !== route.kind) return { kind: 'unknown' };
  return found.live
    ? { kind: 'found', endpointId: session.endpointId, opener: found.credential }
    : { kind: 'ended', session: found.ended };
}

function unknownSubject({ matched: { route } }: Exchange, { kind }: Credential) {
  if (kind === 'none') return refusal('credential-missing');
  return refusal(route.subject === 'endpoint' ? 'endpoint-not-found' : 'session-not-found');
}

/** The token that opened it always learns that it ended; any other if it may still do this. */
async function endedSubject(exchange: Exchange, session: EndedSession, credential: Credential) {
  const opener = isSame(session.credential, proofOf(credential));
  if (!opener && !deletesByUrl(exchange, credential)) {
    await requireGrant(exchange, session.endpointId, credential);
  }
  return refusal('session-not-found', `The session has ended: ${session.reason}.`);
}

function isOpener({ matched: { route, id }, settings }: Exchange, credential: Credential) {
  const found = route.subject === 'session' ? settings.gateway.find(id) : undefined;
  const proof = proofOf(credential);
  if (found === undefined || proof === undefined) return false;
  return isSame(found.live ? found.credential : found.ended.credential, proof);
}

function isSame(known: string | undefined, proof: string | undefined): boolean {
  if (known === undefined || proof === undefined) return known === proof;
  return sameDigest(known, proof);
}

async function requireGrant(exchange: Exchange, endpointId: string, credential: Credential) {
  const { request, matched, settings } = exchange;
  const token = credential.kind === 'bearer' ? credential.token : undefined;
  const verdict = await askAuthorize(
    settings,
    {
      action: matched.route.kind,
      method: request.method,
      endpointId,
      opener: isOpener(exchange, credential),
      token,
      headers: request.headers,
      query: new URLSearchParams(splitTarget(request.target).query),
    },
    request.signal,
  );
  if (verdict === 'insufficient') throw refusal('credential-insufficient');
  if (verdict !== 'granted') {
    throw refusal(token === undefined ? 'credential-missing' : 'credential-invalid');
  }
}

/**
 * Where the media server judges the token, nobody here can: only the one that it took for the session
 * is good for the session (S-70).
 */
function requireOpener(
  { matched: { route }, settings: { gateway } }: Exchange,
  { endpointId, opener }: Extract<Subject, { kind: 'found' }>,
  credential: Credential,
): void {
  const endpoint = gateway.endpoint(endpointId);
  if (opener === undefined || route.kind !== 'publish' || !endpoint) return;
  const { id, settings = {} } = endpoint;
  if (!gateway.backend.wantsBearer?.({ id, settings })) return;
  if (isSame(opener, proofOf(credential))) return;
  throw refusal(credential.kind === 'none' ? 'credential-missing' : 'credential-invalid');
}

function requirePlayback({ matched: { route }, settings: { gateway } }: Exchange) {
  const { playback } = gateway.backend.capabilities;
  if (route.kind === 'watch' && !can(playback)) {
    throw refusal('playback-unsupported', whyNot(playback));
  }
}

/** With the option on, knowing a session's URL is enough to end it. */
function deletesByUrl({ request, matched, settings }: Exchange, { kind }: Credential): boolean {
  return (
    settings.deleteByUrl &&
    matched.route.subject === 'session' &&
    request.method === 'DELETE' &&
    kind === 'none'
  );
}

function proofOf(credential: Credential): string | undefined {
  if (credential.kind === 'bearer') return sha256(credential.token);
  return credential.kind === 'other' ? sha256(credential.value) : undefined;
}

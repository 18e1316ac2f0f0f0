import type { AbortSignalLike } from '@whipway/core';
import type { RequestHeaders } from './http-message.js';
import type { HandlerSettings } from './settings.js';

/** Someone asks to do something; see {@link Authorize}. */
export interface AuthorizationRequest {
  /** `publish` for everything under `/whip`, `watch` for everything under `/whep`. */
  readonly action: 'publish' | 'watch';
  /** `POST`, `PATCH`, `DELETE`, `GET`, … Never asked for OPTIONS, except to show TURN servers. */
  readonly method: string;
  readonly endpointId: string;
  /** True: what is asked is about a session, and this is the credential that opened it. */
  readonly opener: boolean;
  /** The bearer token; undefined when there is none or the scheme is another. */
  readonly token: string | undefined;
  readonly headers: RequestHeaders;
  /** The URL's query: a token there is a legal alternative (S-73). */
  readonly query: URLSearchParams;
  /** Fires when the answer is no longer waited for. */
  readonly signal: AbortSignal;
}

/** `insufficient`: the token is good, but not for this (403). */
export type Authorization = 'granted' | 'denied' | 'insufficient';

/**
 * Decides who may publish and watch. Anything but a clear `granted` denies: a throw, a rejection,
 * undefined, a boolean, no answer in time.
 */
export type Authorize = (
  request: AuthorizationRequest,
) => Authorization | PromiseLike<Authorization>;

/** Asks {@link Authorize} with a deadline; never rejects. */
export async function askAuthorize(
  settings: HandlerSettings,
  request: Omit<AuthorizationRequest, 'signal'>,
  clientGone: AbortSignalLike,
): Promise<Authorization> {
  const { action, method, endpointId } = request;
  const asked = { action, method, endpointId };
  const abort = new AbortController();
  try {
    const answer = settings.authorize({ ...request, signal: abort.signal });
    const verdict = isPending(answer) ? await waitFor(answer, abort, settings, clientGone) : answer;
    if (abort.signal.aborted) settings.logger.warn('authorize gave no answer', asked);
    return verdict === 'granted' || verdict === 'insufficient' ? verdict : 'denied';
  } catch (error) {
    // Only the message: HTTP clients' errors carry the request with its token (S-124).
    const reason = error instanceof Error ? error.message : typeof error;
    settings.logger.warn('authorize failed', { ...asked, reason });
    return 'denied';
  }
}

function isPending(
  answer: ReturnType<Authorize> | undefined | null,
): answer is PromiseLike<Authorization> {
  return typeof answer === 'object' && answer !== null;
}

/** Undefined when the deadline passed, or the client left, before there was an answer. */
async function waitFor(
  answer: PromiseLike<Authorization>,
  abort: AbortController,
  { clock, limits }: HandlerSettings,
  clientGone: AbortSignalLike,
): Promise<Authorization | undefined> {
  const stop = () => abort.abort();
  const cancelDeadline = clock.after(limits.authorizeTime, stop);
  clientGone.addEventListener('abort', stop);
  const stopped = new Promise<undefined>((resolve) =>
    abort.signal.addEventListener('abort', () => resolve(undefined)),
  );
  try {
    return await Promise.race([answer, stopped]);
  } finally {
    cancelDeadline();
    clientGone.removeEventListener('abort', stop);
  }
}

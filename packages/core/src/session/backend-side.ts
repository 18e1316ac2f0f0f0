import { AbortHandle, type AbortSignalLike } from '../abort.js';
import { acceptAnswer } from '../answer/accept-answer.js';
import { acceptRestart } from '../answer/restart-answer.js';
import { describeCounterOffer, type ServerDescription } from '../answer/server-transport.js';
import type { BackendSession, MediaReports } from '../backend/media-backend.js';
import type { CounterOffer } from '../backend/playback.js';
import type { CloseReason } from '../close-reasons.js';
import { WhipError } from '../errors/whip-error.js';
import type { IceFragment } from '../fragment/ice-fragment.js';
import type { IceCredentials } from '../sdp/candidate.js';
import { asBackendError } from './backend-call.js';
import { Deferred } from './deferred.js';
import type { SessionEvent } from './session-event.js';
import type { SessionOpening, SessionOptions } from './session-options.js';

/** Talks to the backend for one session. What the backend answers becomes an event. */
export class BackendSide {
  /** Resolves when the backend has let go of everything it made for this session. */
  readonly released = new Deferred<void>();
  readonly #label: string;
  readonly #options: SessionOptions;
  readonly #reports: MediaReports;
  readonly #dispatch: (event: SessionEvent) => void;
  readonly #calls = new AbortHandle();
  #restartCall = new AbortHandle();
  /** Until the backend has answered: an offer is the largest thing a session holds. */
  #opening: SessionOpening | undefined;
  /** True while `open` or `complete` has not settled: something may still come to be released. */
  #unsettled = false;
  #handle: BackendSession | CounterOffer | undefined;
  #accepted: ServerDescription | undefined;
  #ice: IceCredentials = { ufrag: '', pwd: '' };

  constructor(
    label: string,
    opening: SessionOpening,
    options: SessionOptions,
    reports: MediaReports,
    dispatch: (event: SessionEvent) => void,
  ) {
    this.#label = label;
    this.#opening = opening;
    this.#options = options;
    this.#reports = reports;
    this.#dispatch = dispatch;
  }

  /** Fires when the session ends: no call is waited for any longer. */
  get signal(): AbortSignalLike {
    return this.#calls.signal;
  }

  /** The backend's session once it is open, until it is released. */
  get session(): BackendSession | undefined {
    return this.#handle && 'answer' in this.#handle ? this.#handle : undefined;
  }

  get accepted(): ServerDescription | undefined {
    return this.#accepted;
  }

  open(): void {
    const opening = this.#opening;
    this.#opening = undefined;
    if (!opening) return;
    const { rtcpMuxOnly } = this.#options;
    void this.#settle(
      () => opening.open(this.#label, this.#reports, { signal: this.#calls.signal }),
      (session) => acceptAnswer(session.answer, opening.offer, { rtcpMuxOnly }),
    );
  }

  complete(answer: string): void {
    const counterOffer = this.#handle;
    if (!counterOffer || !('complete' in counterOffer)) return;
    void this.#settle(
      () => counterOffer.complete(answer, { signal: this.#calls.signal }),
      () => describeCounterOffer(counterOffer.counterOffer),
    );
  }

  /** Asks for a restart; `number` tells its outcome from that of an earlier, abandoned one. */
  restart(fragment: IceFragment, number: number): void {
    const call = new AbortHandle();
    this.#restartCall = call;
    void this.#restart(fragment, call.signal).then(
      (answer) => this.#dispatch({ name: 'restarted', restarts: number, fragment: answer }),
      (error) =>
        this.#dispatch({
          name: 'restart-refused',
          restarts: number,
          error: asBackendError(error),
        }),
    );
  }

  abortRestart(error: WhipError): void {
    this.#restartCall.abort(error);
  }

  abortCalls(error: WhipError): void {
    this.#calls.abort(error);
    this.#restartCall.abort(error);
  }

  /** Closes what there is. What an unfinished `open` still brings is closed when it comes. */
  release(reason: CloseReason): void {
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle) void this.#close(handle, reason);
    else if (!this.#unsettled) this.released.resolve();
  }

  async #settle(
    call: () => Promise<BackendSession | CounterOffer>,
    describe: (session: BackendSession) => ServerDescription,
  ): Promise<void> {
    this.#unsettled = true;
    let event: SessionEvent;
    try {
      const handle = await call();
      this.#handle = handle;
      event = this.#openedEvent(handle, describe);
    } catch (error) {
      event = { name: 'refused', error: asBackendError(error) };
    }
    this.#unsettled = false;
    this.#dispatch(event);
  }

  #openedEvent(
    handle: BackendSession | CounterOffer,
    describe: (session: BackendSession) => ServerDescription,
  ): SessionEvent {
    if (!('answer' in handle)) return { name: 'counter-offered', counterOffer: handle };
    this.#accepted = describe(handle);
    this.#ice = this.#accepted.ice;
    const name = this.#options.mediaReports ? 'opened' : 'opened-unconfirmed';
    return { name };
  }

  async #restart(fragment: IceFragment, signal: AbortSignalLike): Promise<IceFragment> {
    const session = this.session;
    if (!session) throw new WhipError('session-not-found', 'The session is not open.');
    const answer = await session.restartIce(fragment, { signal });
    const accepted = acceptRestart(answer, this.#ice, await this.#runsOverTcp(session, signal));
    this.#ice = { ufrag: accepted.ufrag, pwd: accepted.pwd };
    return accepted;
  }

  /** Only where the server offers TCP at all is the backend asked which it is. */
  async #runsOverTcp(session: BackendSession, signal: AbortSignalLike): Promise<boolean> {
    if (!this.#accepted?.offersTcp) return false;
    try {
      return (await session.stats({ signal })).transport === 'tcp';
    } catch {
      // Without statistics: all candidates, so that a session over TCP is never cut off.
      return true;
    }
  }

  async #close(handle: BackendSession | CounterOffer, reason: CloseReason): Promise<void> {
    try {
      await handle.close(reason);
    } catch (error) {
      this.#options.ports.logger.error('a backend session could not be released', {
        session: this.#label,
        error,
      });
    }
    this.released.resolve();
  }
}

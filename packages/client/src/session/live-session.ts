import { ClientError } from '../client-error.js';
import { failingAs } from '../failing-as.js';
import type { SignallingSession } from '../http/signalling-session.js';
import type { PeerConnection } from '../platform.js';
import { fragmentFrame, printFragment } from '../sdp/ice-fragment.js';
import { restartedAnswer } from '../sdp/restarted-answer.js';
import { CandidateTrickle } from './candidate-trickle.js';

/** Restarts in a row that the server's other generation may cause; one that refuses all needs no more. */
const MOST_MISMATCHES = 3;

export interface LiveSessionParts {
  readonly peer: PeerConnection;
  readonly trickleWindow: number;
  readonly warn: (error: ClientError) => void;
  /** The server says that there is no such session any more (C-21). */
  readonly gone: (error: ClientError) => void;
}

/** Candidates go out and ICE is restarted here, for one peer connection and its session. */
export class LiveSession {
  readonly #parts: LiveSessionParts;
  #signalling: SignallingSession | undefined;
  #answer: string | undefined;
  #trickle: CandidateTrickle | undefined;
  #restart: Promise<void> | undefined;
  #mismatches = 0;

  constructor(parts: LiveSessionParts) {
    this.#parts = parts;
    parts.peer.addEventListener('icecandidate', ({ candidate }) =>
      this.#trickle?.add(candidate ?? null),
    );
    parts.peer.addEventListener('connectionstatechange', () => {
      if (parts.peer.connectionState === 'connected') this.#trickle?.stop();
    });
  }

  /** Collects the candidates that come from now on; `local` is the offer they belong to. */
  collect(local: string | undefined): void {
    this.#trickle = this.#newTrickle(local);
  }

  /** The session is open: what was collected goes out. */
  open(signalling: SignallingSession, answer: string): void {
    this.#signalling = signalling;
    this.#answer = answer;
    if (signalling.url === undefined) {
      this.#trickle?.stop();
      this.#parts.warn(new ClientError('unexpected-reply', 'The server named no session URL.'));
    }
    this.#trickle?.release();
  }

  /**
   * Restarts ICE (RFC 9725, section 4.3.3). A call while one is pending joins it.
   *
   * @throws ClientError when the server refuses; the old connection then goes on untouched.
   */
  restartIce(): Promise<void> {
    this.#restart ??= this.#restartIce().finally(() => {
      this.#restart = undefined;
    });
    return this.#restart;
  }

  stop(): void {
    this.#trickle?.stop();
  }

  /**
   * createOffer, PATCH, then both descriptions back to back: applied before the PATCH, the new
   * credentials lose a race in Chromium, which then keeps the old pair until it dies.
   */
  async #restartIce(): Promise<void> {
    const { peer, gone } = this.#parts;
    const signalling = this.#signalling;
    const answer = this.#answer;
    if (!signalling || answer === undefined) throw new ClientError('not-open');
    const previous = this.#trickle;
    previous?.hold();
    try {
      const offer = await peer.createOffer({ iceRestart: true });
      const fragment = await signalling.restart(restartFragment(offer.sdp ?? ''));
      const sdp = restartedAnswer(answer, fragment);
      previous?.stop();
      this.collect(offer.sdp);
      await peer.setLocalDescription(offer);
      await failingAs('answer-unusable', peer.setRemoteDescription({ type: 'answer', sdp }));
      this.#trickle?.release();
    } catch (cause) {
      previous?.release();
      const error = ClientError.from(cause, 'platform-lacking');
      if (error.code === 'session-gone') gone(error);
      throw error;
    }
  }

  #newTrickle(local: string | undefined): CandidateTrickle | undefined {
    const frame = fragmentFrame(local ?? '');
    return (
      frame &&
      new CandidateTrickle({
        frame,
        window: this.#parts.trickleWindow,
        send: (fragment) => this.#send(fragment),
        refused: (error) => this.#trickleRefused(error),
      })
    );
  }

  async #send(fragment: string): Promise<void> {
    await this.#signalling?.trickle(fragment);
    this.#mismatches = 0;
  }

  #trickleRefused(error: ClientError): void {
    const { gone, warn } = this.#parts;
    if (error.code === 'session-gone') gone(error);
    else warn(error);
    // Another generation than ours: only a restart brings the two together again (C-20, C-21).
    if (error.status !== 412 || this.#mismatches >= MOST_MISMATCHES) return;
    this.#mismatches += 1;
    this.restartIce().catch(warn);
  }
}

function restartFragment(offer: string): string {
  const frame = fragmentFrame(offer);
  if (!frame) throw new ClientError('platform-lacking');
  return printFragment(frame, { candidates: [], endOfCandidates: false, restart: true });
}

import { type BackendCapabilities, can, whyNot } from '../backend/capabilities.js';
import { WhipError } from '../errors/whip-error.js';
import type { IceFragment } from '../fragment/ice-fragment.js';
import { parseFragment } from '../fragment/parse-fragment.js';
import type { PatchRequest, PatchResult } from '../gateway/gateway-types.js';
import type { Tolerance } from '../quirks/tolerance.js';
import { callBackend } from './backend-call.js';
import { FragmentQueue } from './fragment-queue.js';
import { checkIfMatch } from './if-match.js';
import type { Session } from './session.js';

/** The client's fragments for one session, taken one at a time in the order they came. */
export class SessionPatches {
  readonly #session: Session;
  readonly #capabilities: BackendCapabilities;
  readonly #queue = new FragmentQueue();

  constructor(session: Session, capabilities: BackendCapabilities) {
    this.#session = session;
    this.#capabilities = capabilities;
  }

  /**
   * One PATCH. The precondition is checked when its turn comes, since an earlier restart changes the
   * tag; then the text, then its meaning (S-46).
   */
  apply(request: PatchRequest, tolerance: Tolerance): Promise<PatchResult> {
    return this.#queue.run(async () => {
      this.#requireOpen();
      const { generations, clientIce } = this.#session;
      checkIfMatch(request, generations.tag, tolerance);
      const { mids, droppedMids, bundleTag: tag } = clientIce;
      const context = { mids, droppedMids, tag, tolerance };
      const fragment = parseFragment(request.fragment, context);
      return generations.classify(fragment) === 'trickle'
        ? this.#trickle(fragment)
        : this.#restart(fragment);
    });
  }

  #requireOpen(): void {
    const { state } = this.#session;
    if (state === 'closed' || state === 'new' || state === 'negotiating')
      throw new WhipError('session-not-found', 'The session is over or not yet open.');
  }

  async #trickle(fragment: IceFragment): Promise<PatchResult> {
    require(this.#capabilities.trickle, 'trickle-unsupported');
    const { backend, generations, options } = this.#session;
    const fresh = generations.fresh(fragment);
    const session = backend.session;
    if (session && (fresh.candidates.length > 0 || fresh.endOfCandidates)) {
      await callBackend((signal) => session.addCandidates(fresh, { signal }), {
        clock: options.ports.clock,
        deadline: options.timers.trickle,
        signal: backend.signal,
      });
      generations.note(fresh.candidates, fresh.endOfCandidates);
    }
    return { kind: 'trickled' };
  }

  #restart(fragment: IceFragment): Promise<PatchResult> {
    require(this.#capabilities.restart, 'restart-unsupported');
    return this.#session.restart(fragment);
  }
}

/** RFC 9725, section 4.3.1: when only one of the two is supported, the other gets 422 (S-85). */
function require(
  capability: BackendCapabilities['trickle'],
  code: 'trickle-unsupported' | 'restart-unsupported',
): void {
  if (!can(capability)) throw new WhipError(code, `${whyNot(capability)}.`, { rule: 'S-85' });
}

import type { AbortSignalLike } from '../abort.js';
import { WhipError } from '../errors/whip-error.js';

/** What becomes of work that nobody waits for any more. */
export interface Aftermath<Value> {
  /** Told at once when the signal fires while the work goes on. */
  abandon?(): void;
  /** Gets what the work still brings, to release it. */
  late?(value: Value): void;
}

/**
 * For adapters: what `work` gives, but nobody waits once the call's signal has fired. Then it rejects
 * at once with `aborted`, while `work` goes on, up to its own limits. A signal that has fired before
 * the call lets no work begin.
 *
 * @throws WhipError `aborted`; whatever `work` rejects with
 */
export function unlessAborted<Value>(
  work: () => Promise<Value>,
  { signal }: { readonly signal: AbortSignalLike },
  aftermath: Aftermath<Value> = {},
): Promise<Value> {
  if (signal.aborted) return Promise.reject(aborted());
  return new Promise((resolve, reject) => {
    let waiting = true;
    const settle = (outcome: () => void) => {
      if (!waiting) return;
      waiting = false;
      signal.removeEventListener('abort', onAbort);
      outcome();
    };
    const onAbort = () => {
      settle(() => reject(aborted()));
      aftermath.abandon?.();
    };
    signal.addEventListener('abort', onAbort);
    const begin = async () => work();
    begin()
      .then(
        (value) => (waiting ? settle(() => resolve(value)) : aftermath.late?.(value)),
        (error: unknown) => settle(() => reject(error)),
      )
      // Nobody is left to hear of a release that failed.
      .catch(() => {});
  });
}

/** For the steps of such work. @throws WhipError `aborted` once the signal has fired */
export function throwIfAborted(signal: AbortSignalLike): void {
  if (signal.aborted) throw aborted();
}

function aborted(): WhipError {
  return new WhipError('aborted', 'The request was abandoned.');
}

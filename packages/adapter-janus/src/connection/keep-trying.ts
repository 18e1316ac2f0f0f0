import pRetry from 'p-retry';
import type { JanusBackendSettings } from '../settings.js';

/** How often connecting is tried at least while a session waits to be claimed. */
const CLAIM_ATTEMPTS = 10;

/**
 * Repeats `connect` until it succeeded, in short steps while there is a session to claim. Ends in
 * silence when `signal` fires.
 *
 * @param reclaimTimeout milliseconds that the session waits; 0: there is none
 */
export async function keepTrying(
  connect: () => Promise<unknown>,
  { reconnectDelay, reconnectMaximum }: JanusBackendSettings,
  reclaimTimeout: number,
  signal: AbortSignal,
): Promise<void> {
  const steps = (longest: number, retries: number) =>
    pRetry(connect, {
      minTimeout: Math.min(reconnectDelay, longest),
      maxTimeout: longest,
      factor: 2,
      // So that gateways do not come back all at once.
      randomize: true,
      unref: true,
      retries,
      signal,
    });
  const patiently = () => steps(reconnectMaximum, Number.POSITIVE_INFINITY);
  const claiming =
    reclaimTimeout > 0 ? steps(reclaimTimeout / CLAIM_ATTEMPTS, CLAIM_ATTEMPTS) : patiently();
  // What still rejects is the signal.
  await claiming.catch(patiently).catch(() => {});
}

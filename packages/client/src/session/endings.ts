const ENDINGS = new WeakMap<AbortSignal, Promise<unknown>>();

/** Notes what a signal that has fired still has to end. */
export function noteEnding(signal: AbortSignal, ending: Promise<void>): void {
  ENDINGS.set(signal, Promise.all([ENDINGS.get(signal), ending]));
}

/** Resolves when all that a signal ended is over; what was noted must not reject. */
export async function endingsOf(signal: AbortSignal): Promise<void> {
  await ENDINGS.get(signal);
}

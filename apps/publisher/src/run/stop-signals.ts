import { EXIT_CODES } from '../cli/exit-codes.js';

// biome-ignore format: one signal a line, read it as a table
const SECOND = {
  SIGINT:  EXIT_CODES.interrupted.code,
  SIGTERM: EXIT_CODES.terminated.code,
  SIGHUP:  EXIT_CODES.terminated.code,
} as const;

/** A signal so soon after the first is the same one: npx passes on what the terminal sent to all. */
const SAME_SIGNAL = 250;

/** Fires at the first SIGINT, SIGTERM or SIGHUP; the second one ends the process at once. */
export function stopSignals(): AbortSignal {
  const stopping = new AbortController();
  let since = 0;
  for (const [name, code] of Object.entries(SECOND))
    process.on(name, () => {
      if (stopping.signal.aborted && Date.now() - since > SAME_SIGNAL) process.exit(code);
      if (!stopping.signal.aborted) since = Date.now();
      stopping.abort();
    });
  return stopping.signal;
}

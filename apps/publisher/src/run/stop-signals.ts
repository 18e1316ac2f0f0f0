import { EXIT_CODES } from '../cli/exit-codes.js';

// biome-ignore format: one signal a line, read it as a table
const SECOND = {
  SIGINT:  EXIT_CODES.interrupted.code,
  SIGTERM: EXIT_CODES.terminated.code,
  SIGHUP:  EXIT_CODES.terminated.code,
} as const;

/** A signal so soon after the first is the same one: npx passes on what the terminal sent to all. */
const SAME_SIGNAL = 250;

/** After a fault that nobody has foreseen the session may still be deleted for so long. Milliseconds. */
const LONGEST_FAREWELL = 10_000;

/** What ends the command from outside of it. */
export interface Stopping {
  /** Fires at the first SIGINT, SIGTERM or SIGHUP, when nobody reads the output any more, and at a fault. */
  readonly signal: AbortSignal;
  /** An exception that nobody caught. */
  fault(): unknown;
}

/** The second signal ends the process at once. */
export function stopSignals(): Stopping {
  const stopping = new AbortController();
  let since = 0;
  let fault: unknown;
  for (const [name, code] of Object.entries(SECOND))
    process.on(name, () => {
      if (stopping.signal.aborted && Date.now() - since > SAME_SIGNAL) process.exit(code);
      if (!stopping.signal.aborted) since = Date.now();
      stopping.abort();
    });
  // `--stats | head`: who has seen enough closes the pipe.
  process.stdout.on('error', () => stopping.abort());
  process.stderr.on('error', () => undefined);
  for (const name of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(name, (error: unknown) => {
      fault ??= error;
      stopping.abort();
      setTimeout(() => process.exit(EXIT_CODES.bug.code), LONGEST_FAREWELL).unref();
    });
  return { signal: stopping.signal, fault: () => fault };
}

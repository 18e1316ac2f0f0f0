import type { Logger } from '@whipway/core';
import { EXIT_CODES } from '../cli/exit-codes.js';
import type { Server } from './server.js';

/** Longest time a graceful stop may take, milliseconds. */
const STOP_DEADLINE = 10_000;

/**
 * A signal so soon after the first is the same one, milliseconds: npm passes on what the terminal
 * has sent to the whole group.
 */
const SAME_SIGNAL = 250;

// biome-ignore format: one row a line, read it as a table
const SIGNALS = {
  SIGINT:  EXIT_CODES.interrupted.code,
  SIGTERM: EXIT_CODES.terminated.code,
} as const;

/**
 * Ends the process in order on the first SIGINT or SIGTERM, at once on the second. A rejection that
 * nobody handles is logged, and sessions go on; after an exception that nobody caught the state
 * cannot be trusted, so the process stops in order and fails. A stop that takes longer than `deadline`
 * milliseconds (ten seconds) is given up and fails.
 */
export function stopOnSignals(
  server: Pick<Server, 'stop'>,
  logger: Logger,
  deadline = STOP_DEADLINE,
): void {
  let stoppingSince: number | undefined;
  const stop = async (exitCode: number) => {
    stoppingSince = Date.now();
    process.exit((await stopInTime(server, logger, deadline)) ? exitCode : EXIT_CODES.failure.code);
  };
  for (const [signal, secondCode] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (Date.now() - stoppingSince > SAME_SIGNAL) process.exit(secondCode);
        return;
      }
      logger.info('stopping', { signal });
      void stop(EXIT_CODES.ok.code);
    });
  }
  process.on('unhandledRejection', (error) => {
    logger.error('bug: a rejection was not handled', { error });
  });
  process.on('uncaughtException', (error) => {
    logger.error('bug: an exception was not caught; stopping', { error });
    if (stoppingSince === undefined) void stop(EXIT_CODES.failure.code);
  });
}

/** True when everything was closed within the deadline. */
async function stopInTime(
  server: Pick<Server, 'stop'>,
  logger: Logger,
  milliseconds: number,
): Promise<boolean> {
  const late = new Promise<'late'>((resolve) => {
    setTimeout(resolve, milliseconds, 'late');
  });
  try {
    if ((await Promise.race([server.stop(), late])) !== 'late') {
      logger.info('stopped');
      return true;
    }
    logger.error('not everything closed in time', { milliseconds });
  } catch (error) {
    logger.error('stopping failed', { error });
  }
  return false;
}

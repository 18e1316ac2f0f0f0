import type { Logger } from '@whipway/core';
import { EXIT_CODES } from '../cli/exit-codes.js';
import type { Server } from './server.js';

/** Longest time a graceful stop may take, milliseconds. */
const STOP_DEADLINE = 10_000;

// biome-ignore format: one row a line, read it as a table
const SIGNALS = {
  SIGINT:  EXIT_CODES.interrupted.code,
  SIGTERM: EXIT_CODES.terminated.code,
} as const;

/**
 * Ends the process in order on the first SIGINT or SIGTERM, at once on the second. A rejection that
 * nobody handles is logged, and sessions go on; after an exception that nobody caught the state
 * cannot be trusted, so the process stops in order and fails.
 */
export function stopOnSignals(server: Pick<Server, 'stop'>, logger: Logger): void {
  let stopping = false;
  const stop = async (exitCode: number) => {
    stopping = true;
    process.exit((await stopInTime(server, logger)) ? exitCode : EXIT_CODES.failure.code);
  };
  for (const [signal, secondCode] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (stopping) process.exit(secondCode);
      logger.info('stopping', { signal });
      void stop(EXIT_CODES.ok.code);
    });
  }
  process.on('unhandledRejection', (error) => {
    logger.error('bug: a rejection was not handled', { error });
  });
  process.on('uncaughtException', (error) => {
    logger.error('bug: an exception was not caught; stopping', { error });
    if (!stopping) void stop(EXIT_CODES.failure.code);
  });
}

/** True when everything was closed within the deadline. */
async function stopInTime(server: Pick<Server, 'stop'>, logger: Logger): Promise<boolean> {
  const deadline = new Promise<'late'>((resolve) => {
    setTimeout(resolve, STOP_DEADLINE, 'late');
  });
  try {
    if ((await Promise.race([server.stop(), deadline])) !== 'late') {
      logger.info('stopped');
      return true;
    }
    logger.error('not everything closed in time', { milliseconds: STOP_DEADLINE });
  } catch (error) {
    logger.error('stopping failed', { error });
  }
  return false;
}

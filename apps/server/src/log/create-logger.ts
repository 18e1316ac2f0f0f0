import type { Logger } from '@whipway/core';
import { type DestinationStream, destination, pino } from 'pino';
import pretty from 'pino-pretty';
import type { ConfigValues } from '../config/config.js';
import { errorFields } from './error-fields.js';

/** Where lines go, and whether a person reads them there. */
export interface LogOutput {
  readonly isTerminal: boolean;
  /** File descriptor. */
  readonly descriptor: number;
}

export const STANDARD_OUTPUT: LogOutput = {
  isTerminal: process.stdout.isTTY === true,
  descriptor: 1,
};

/** True when lines are for people. */
export function isPretty({ format }: ConfigValues['log'], { isTerminal }: LogOutput): boolean {
  return format === 'pretty' || (format === 'auto' && isTerminal);
}

/** Keys that never reach a line, should a library log a request or an options object (S-124). */
const SECRET_KEYS = ['authorization', 'token', 'credential', 'password', 'secret', 'pwd', 'ufrag'];

/** The one logger of a process, on pino. Written synchronously: an exit loses no line. */
export function createLogger(log: ConfigValues['log'], output: LogOutput): Logger {
  const line = pino(
    {
      level: log.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { error: errorFields, err: errorFields },
      redact: {
        paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
        censor: '[secret]',
      },
    },
    destinationFor(log, output),
  );
  return {
    debug: (message, fields) => line.debug(fields ?? {}, message),
    info: (message, fields) => line.info(fields ?? {}, message),
    warn: (message, fields) => line.warn(fields ?? {}, message),
    error: (message, fields) => line.error(fields ?? {}, message),
  };
}

function destinationFor(log: ConfigValues['log'], output: LogOutput): DestinationStream {
  const stream = destination({ dest: output.descriptor, sync: true });
  if (!isPretty(log, output)) return stream;
  return pretty({
    destination: stream,
    colorize: output.isTerminal && !process.env['NO_COLOR'],
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
    // Fields of the process as a whole say nothing in a terminal.
    ignore: 'pid,hostname',
  });
}

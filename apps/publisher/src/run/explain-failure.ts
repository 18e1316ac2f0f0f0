import type { ClientError } from '@whipway/client';
import { CommandError } from '../cli/command-error.js';
import type { Ending } from '../cli/exit-codes.js';
import { isHere } from '../peer/local-addresses.js';

/** Which ending each kind of client error is; those that depend on the status are below. */
// biome-ignore format: one code a line, read it as a table
const ENDINGS: Readonly<Record<ClientError['code'], Ending>> = {
  'aborted':            'bug',
  'insecure-url':       'usage',
  'unreachable':        'unreachable',
  'timeout':            'unreachable',
  'refused':            'refused',
  'server-failed':      'server',
  'unexpected-reply':   'server',
  'answer-unusable':    'server',
  'tracks-unsupported': 'bug',
  'session-gone':       'connection',
  'connection-lost':    'connection',
  'already-used':       'bug',
  'not-open':           'bug',
  'option-invalid':     'usage',
  'codec-unavailable':  'usage',
  'platform-lacking':   'bug',
  'token-unavailable':  'token',
};

/** What the user can do, by status. */
// biome-ignore format: one status a line, read it as a table
const HINTS: Readonly<Record<number, string>> = {
  401: 'Give the endpoint’s token with --token.',
  403: 'The token is not for this endpoint.',
  404: 'There is no such endpoint, or nothing is published on it.',
  409: 'Somebody else publishes there.',
};

/** The sentence for a failed session, and its exit code. */
export function explainFailure(error: ClientError, url: string): CommandError {
  return new CommandError(endingOf(error), sentence(error, url), { cause: error });
}

/**
 * What is told when the goodbye failed.
 *
 * @param error of the DELETE; without one nobody answered it in time
 */
export function explainUndeleted(error: ClientError | undefined, url: string): CommandError {
  const { origin } = new URL(url);
  const reason = error ? sentence(error, url) : `${origin} did not answer in time.`;
  const ending = error?.status === undefined ? 'unreachable' : 'server';
  return new CommandError(ending, `The session was not deleted. ${reason}`, { cause: error });
}

function endingOf({ code, status }: ClientError): Ending {
  if (status === 401 || status === 403) return 'token';
  if (code === 'unexpected-reply' && status !== undefined && status >= 400 && status < 500)
    return 'refused';
  return ENDINGS[code];
}

function sentence(error: ClientError, url: string): string {
  const { code, status, message } = error;
  const { origin, host, protocol } = new URL(url);
  switch (code) {
    case 'insecure-url':
      // What began well was redirected.
      if (protocol === 'https:' || isHere(url)) return message;
      return `${origin} is plain http, over which anybody can read the token. Use https, or --insecure.`;
    case 'unreachable':
      return `${origin} cannot be reached: ${rootCause(error)}.`;
    case 'timeout':
      return `${origin} did not answer in time.`;
    case 'session-gone':
      return message;
    case 'connection-lost':
      return `No media gets to ${host}: is UDP blocked on the way? A TURN server (--turn-server) helps then.`;
    default:
      return status === undefined ? message : refusal(status, message);
  }
}

function refusal(status: number, message: string): string {
  const hint = HINTS[status];
  const text = message.replace(/\.?$/, '.');
  return `The server answered ${status}: ${text}${hint ? ` ${hint}` : ''}`;
}

/** What the system said: `connect ECONNREFUSED 127.0.0.1:7080`. */
export function rootCause(error: unknown): string {
  const { cause, errors, message, code } = error as {
    cause?: unknown;
    errors?: readonly unknown[];
    message?: string;
    code?: string;
  };
  const inner = cause ?? errors?.at(-1);
  if (inner instanceof Error) return rootCause(inner);
  return message || code || String(error);
}

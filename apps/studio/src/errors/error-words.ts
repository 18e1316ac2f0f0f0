import { CLIENT_ERROR_CODES, ClientError } from '@whipway/client';
import { ERROR_CODES } from '@whipway/core';

/** A failure as a person reads it. */
export interface ErrorWords {
  /** What happened, in a few words. */
  readonly title: string;
  /** More about this case; empty when there is nothing to add. */
  readonly detail: string;
  /** What to do about it. */
  readonly advice: string;
}

/** Advice for a refusal whose body says nothing, by HTTP status. A hint: servers differ (C-01). */
const STATUS_ADVICE: Readonly<Record<number, string>> = {
  401: 'Check the token; it is the endpoint’s secret.',
  403: 'This token does not allow it. Publishing and watching can have different tokens.',
  404: 'Check the endpoint’s id in the address.',
  409: 'Somebody else is publishing here. Wait, end the other session, or use another endpoint.',
  429: 'Too many requests. Wait a moment.',
  503: 'The server is busy or shutting down. Try again shortly.',
};

// biome-ignore format: one row a line, read it as a table
/** Failures of this side, by the client's code. */
const CLIENT_ADVICE: Readonly<Record<string, string>> = {
  'unreachable':      'Is the server running, and is this device online?',
  'timeout':          'Try again. If it stays, look at the server’s log.',
  'connection-lost':  'The network between here and the media server may block UDP.',
  'session-gone':     'Start again when you want to go on.',
  'answer-unusable':  'This is a fault of the server or of this browser.',
  'unexpected-reply': 'Is this the address of a WHIP endpoint?',
  'insecure-url':     'Open this page by https.',
};

// biome-ignore format: one row a line, read it as a table
/** What getUserMedia says, by the DOMException's name. */
const DEVICE_WORDS: Readonly<Record<string, ErrorWords>> = {
  NotAllowedError:      { title: 'Camera and microphone are not allowed', detail: 'The browser or the system refused access.', advice: 'Allow both for this page in the browser’s address bar, or use the test pattern.' },
  NotFoundError:        { title: 'No camera or microphone found', detail: 'This device has none that the browser can use.', advice: 'Connect one, or use the test pattern.' },
  NotReadableError:     { title: 'The camera or microphone is in use', detail: 'Another program holds it.', advice: 'Close the other program, or choose another device.' },
  OverconstrainedError: { title: 'The chosen device is gone', detail: 'It is no longer connected.', advice: 'Choose another device.' },
  SecurityError:        { title: 'Camera and microphone need https', detail: 'Browsers give them to secure pages only.', advice: 'Open this page by https or on localhost, or use the test pattern.' },
};

/** Puts any failure into words. Never throws, never shows a token. */
export function errorWords(error: unknown): ErrorWords {
  if (ClientError.is(error)) return clientWords(error);
  const { name, message } = nameAndMessage(error);
  return (
    DEVICE_WORDS[name] ?? {
      title: 'Something went wrong',
      detail: message,
      advice: 'Try again. If it stays, reload the page.',
    }
  );
}

function nameAndMessage(error: unknown): { name: string; message: string } {
  if (typeof error !== 'object' || error === null) return { name: '', message: String(error) };
  const name = 'name' in error ? String(error.name) : '';
  return { name, message: 'message' in error ? String(error.message) : '' };
}

function clientWords(error: ClientError): ErrorWords {
  const { problem, status, code } = error;
  if (status === undefined || code === 'session-gone')
    return {
      title: CLIENT_ERROR_CODES[code].replace(/\.$/, ''),
      detail: error.message === CLIENT_ERROR_CODES[code] ? '' : error.message,
      advice: CLIENT_ADVICE[code] ?? 'Try again.',
    };
  const advice = problemAdvice(problem?.code) ?? STATUS_ADVICE[status] ?? classAdvice(status);
  return {
    title: problem?.title ?? `The server refused with status ${status}`,
    // Some details are the advice already.
    detail: problem?.detail === advice ? '' : (problem?.detail ?? ''),
    advice,
  };
}

function problemAdvice(code: string | undefined): string | undefined {
  const row = Object.entries(ERROR_CODES).find(([name]) => name === code)?.[1];
  return row?.advice;
}

function classAdvice(status: number): string {
  return status >= 500 ? 'Try again. If it stays, look at the server’s log.' : 'Check the address.';
}

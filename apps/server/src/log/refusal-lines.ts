import type { LogFields, Logger } from '@whipway/core';
import type { WhipHandler, WhipHttpRequest, WhipHttpResponse } from '@whipway/http';

/** What anybody can get without a token: told at info, scanners would fill the log. */
const STRANGERS = { statuses: [401, 404], codes: ['credential-malformed'] } as const;

/**
 * The same handler, which tells why an offer was refused: an encoder shows its user the status at
 * best, so the reason has to stand in the log. What strangers get is told at debug.
 */
export function logRefusals(handler: WhipHandler, log: Logger): WhipHandler {
  return {
    serves: (target) => handler.serves(target),
    handle: async (request) => {
      const response = await handler.handle(request);
      if (response && response.status >= 400 && request.method === 'POST') {
        const fields = refusalFields(request, response);
        log[isForStrangers(fields) ? 'debug' : 'info']('offer refused', fields);
      }
      return response;
    },
  };
}

interface RefusalFields extends LogFields {
  readonly status: number;
  readonly code?: unknown;
}

function isForStrangers({ status, code }: RefusalFields): boolean {
  const { statuses, codes } = STRANGERS;
  return statuses.some((other) => other === status) || codes.some((other) => other === code);
}

function refusalFields(
  { target }: WhipHttpRequest,
  { status, body }: WhipHttpResponse,
): RefusalFields {
  return { path: pathOf(target), status, ...problemFields(body) };
}

function problemFields(body: string | undefined): object {
  try {
    const { code, detail, rule } = JSON.parse(body ?? '') as Record<string, unknown>;
    return { code, detail, rule };
  } catch {
    return {}; // 406 carries an offer, not a problem
  }
}

/** A request target without its query: a token may stand there (S-73). */
export function pathOf(target: string): string {
  return target.replace(/[?#].*$/s, '');
}

import type { Logger } from '@whipway/core';
import type { WhipHandler, WhipHttpRequest, WhipHttpResponse } from '@whipway/http';

/**
 * The same handler, which tells why an offer was refused: an encoder shows its user the status at
 * best, so the reason has to stand in the log.
 */
export function logRefusals(handler: WhipHandler, log: Logger): WhipHandler {
  return {
    serves: (target) => handler.serves(target),
    handle: async (request) => {
      const response = await handler.handle(request);
      if (response && response.status >= 400 && request.method === 'POST') {
        log.info('offer refused', refusalFields(request, response));
      }
      return response;
    },
  };
}

function refusalFields({ target }: WhipHttpRequest, { status, body }: WhipHttpResponse) {
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

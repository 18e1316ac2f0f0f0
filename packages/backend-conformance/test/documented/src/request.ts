import { WhipError } from '@whipway/core';

/** One request to Acme: with a limit of its own, and with errors in the core's words. */
export async function request(method: string, url: string, body?: string): Promise<Response> {
  const init = { method, signal: AbortSignal.timeout(10_000), ...(body !== undefined && { body }) };
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw new WhipError('backend-unavailable', 'Acme cannot be reached.', { cause });
  });
  if (response.ok) return response;
  throw new WhipError('backend-refused', `Acme answered ${response.status}.`);
}

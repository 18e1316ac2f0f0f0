import type { HttpDebugging } from '../cli/options.js';
import { maskUrl } from '../output/mask-secrets.js';

const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie']);
/** Attributes of SDP and fragments that let somebody else into the session. */
const SECRET_LINES = /^(a=ice-pwd:).*$/gm;

/** A fetch that shows what goes over the wire, without tokens, passwords and credentials. */
export function showExchange(
  fetchOnce: typeof fetch,
  level: HttpDebugging,
  show: (text: string) => void,
): typeof fetch {
  if (level === 'none') return fetchOnce;
  return async (input, init = {}) => {
    const method = init.method ?? 'GET';
    show(`> ${method} ${maskUrl(String(input))}`);
    showRest('>', new Headers(init.headers), String(init.body ?? ''), level, show);
    const response = await fetchOnce(input, init);
    show(`< ${response.status} ${response.statusText}`.trimEnd());
    const body = level === 'body' ? await response.clone().text() : '';
    showRest('<', response.headers, body, level, show);
    return response;
  };
}

function showRest(
  mark: string,
  headers: Headers,
  body: string,
  level: HttpDebugging,
  show: (text: string) => void,
): void {
  if (level === 'minimal') return;
  for (const [name, value] of headers) show(`${mark} ${name}: ${maskHeader(name, value)}`);
  if (level === 'body')
    for (const line of maskBody(body).split(/\r?\n/)) if (line) show(`${mark}   ${line}`);
}

/** TURN passwords are in Link headers (RFC 9725, section 4.6). */
export function maskHeader(name: string, value: string): string {
  if (SECRET_HEADERS.has(name.toLowerCase())) return '***';
  return value.replace(/(credential\s*=\s*)(?:"(?:[^"\\]|\\.)*"|[^\s;,]+)/gi, '$1"***"');
}

export function maskBody(body: string): string {
  return body.replace(SECRET_LINES, '$1***');
}

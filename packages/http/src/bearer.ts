/** What the Authorization header says. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  /** Another scheme: only `authorize` can know what to make of it (S-75). */
  | { readonly kind: 'other'; readonly value: string }
  | { readonly kind: 'malformed' };

const SCHEME = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?: +(.*))?$/;
const B64TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/**
 * Reads the Authorization lines of a request (S-74; RFC 6750, section 2.1): the scheme in any case,
 * one or more spaces, a b64token. One duplicated `Bearer ` is stripped. More than one line is
 * malformed (RFC 6750, section 3.1).
 */
export function readCredential(lines: readonly string[]): Credential {
  const [line, ...more] = lines;
  if (line === undefined) return { kind: 'none' };
  const match = SCHEME.exec(line.trim());
  if (more.length > 0 || !match) return { kind: 'malformed' };
  if (match[1]?.toLowerCase() !== 'bearer') return { kind: 'other', value: line.trim() };
  const token = (match[2] ?? '').replace(/^bearer +/i, '').trim();
  return B64TOKEN.test(token) ? { kind: 'bearer', token } : { kind: 'malformed' };
}

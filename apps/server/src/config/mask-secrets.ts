import { isObject } from './json-value.js';

/** Keys whose value is a secret, in our blocks and in those of adapters. */
const SECRET_KEY = /(?:token|secret|password|passphrase|credential|apikey|adminkey|pin)s?$/i;
const MASK = '********';

/** A URL’s parts; queries and fragments have only what nobody needs to see. */
const URL_PARTS = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#\s]*(@))?([^/?#\s@]*)([^?#]*)([?#].*)?$/is;

/**
 * Part of a path that looks like a key: 16 or more letters and digits, both of them. Stream keys and
 * UUIDs do, names that people give seldom.
 */
const KEY_PART = /^(?=.*\d)(?=.*[a-z])[a-z0-9~%+=_-]{16,}$/i;

/**
 * A copy that can be shown: secrets are masked, and so are the passwords and queries of URLs, and what
 * looks like a key in their paths.
 */
export function maskSecrets(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => maskSecrets(entry, key));
  if (isObject(value)) {
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([name, entry]) => [name, maskSecrets(entry, name)]));
  }
  if (SECRET_KEY.test(key) && value !== undefined) return MASK;
  return typeof value === 'string' ? maskUrl(value) : value;
}

function maskUrl(text: string): string {
  const parts = URL_PARTS.exec(text);
  if (!parts) return text;
  const [, scheme = '', userinfo, host = '', path = '', rest] = parts;
  const shown = path.split('/').map((part) => (KEY_PART.test(part) ? MASK : part));
  const masked = [userinfo ? `${MASK}@` : '', rest ? `${rest[0]}${MASK}` : ''];
  return `${scheme}${masked[0]}${host}${shown.join('/')}${masked[1]}`;
}

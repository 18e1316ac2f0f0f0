import { isObject } from './json-value.js';

/** Keys whose value is a secret, in our blocks and in those of adapters. */
const SECRET_KEY = /(?:token|secret|password|passphrase|credential|apikey|adminkey|pin)s?$/i;
const MASK = '********';

/** A copy that can be shown: secrets are masked, and so are passwords and queries of URLs. */
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
  return text
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, `$1${MASK}@`)
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^?#\s]*)\?.*$/i, `$1?${MASK}`);
}

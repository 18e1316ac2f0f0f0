import { Store } from '../session/store.js';
import { parseAdminRoute } from './admin-route.js';

const KEY = 'whipway-admin-token';

/** Where the token is kept: for this tab, until it is closed. */
type TokenStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The admin token of this tab, empty when none is known. */
export const adminToken = new Store('');

/** Takes the token into this tab's storage; an empty one is forgotten. */
export function keepAdminToken(token: string, storage = tabStorage()): void {
  try {
    if (token) storage?.setItem(KEY, token);
    else storage?.removeItem(KEY);
  } catch {
    // A full or forbidden storage: the token then lasts until the page is reloaded.
  }
  adminToken.set(token);
}

/** Reads what this tab keeps. */
export function recallAdminToken(storage = tabStorage()): void {
  try {
    adminToken.set(storage?.getItem(KEY) ?? '');
  } catch {
    adminToken.set('');
  }
}

/**
 * The token in a fragment such as `#/?admin=TOKEN`, and the fragment to show in its place. Undefined
 * when there is none.
 */
export function tokenInFragment(hash: string): { token: string; hash: string } | undefined {
  const mark = hash.indexOf('?');
  if (mark === -1) return undefined;
  const token = new URLSearchParams(hash.slice(mark + 1)).get('admin');
  if (!token) return undefined;
  const path = hash.slice(0, mark);
  return { token, hash: parseAdminRoute(path) ? path : '#/endpoints' };
}

/** Moves a token out of the address bar: neither the history nor a copied address has it then. */
export function takeTokenFromAddress(): void {
  const found = tokenInFragment(window.location.hash);
  if (!found) return;
  keepAdminToken(found.token);
  window.history.replaceState(null, '', found.hash);
}

function tabStorage(): TokenStorage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

import { useSyncExternalStore } from 'react';
import { type AdminRoute, parseAdminRoute } from './admin-route.js';
import { takeTokenFromAddress } from './admin-token.js';
import { parseRoute, type Route } from './route.js';

let navigated = false;

/** Whether the page that is shown was gone to: the one that the browser opened with was not. */
export function hasNavigated(): boolean {
  return navigated;
}

function subscribe(changed: () => void): () => void {
  const read = () => {
    navigated = true;
    takeTokenFromAddress();
    changed();
  };
  window.addEventListener('hashchange', read);
  // React subscribes some time after the page's scripts ran: what the address said in between.
  takeTokenFromAddress();
  return () => window.removeEventListener('hashchange', read);
}

/** What the address names: a page of the management, or one for an endpoint's token. */
export interface Address {
  readonly admin: AdminRoute | undefined;
  readonly route: Route;
}

export function useAddress(): Address {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return { admin: parseAdminRoute(hash), route: parseRoute(hash) };
}

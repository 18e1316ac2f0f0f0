/** A page of the part where endpoints are managed, as the fragment of the address names it. */
export type AdminRoute =
  | { readonly page: 'endpoints' }
  | { readonly page: 'endpoint'; readonly id: string }
  | { readonly page: 'sessions' }
  | { readonly page: 'session'; readonly name: string }
  | { readonly page: 'server' };

const PATH = /^#?\/(endpoints|sessions|server)(?:\/([^/?]+))?\/?(?:\?.*)?$/;

/** Reads `#/endpoints`, `#/endpoints/{id}`, `#/sessions`, `#/sessions/{name}`, `#/server`. Never throws. */
export function parseAdminRoute(hash: string): AdminRoute | undefined {
  const [, page, item] = PATH.exec(hash) ?? [];
  if (page === 'server') return item === undefined ? { page } : undefined;
  if (page === 'endpoints') return item ? { page: 'endpoint', id: decode(item) } : { page };
  if (page === 'sessions') return item ? { page: 'session', name: decode(item) } : { page };
  return undefined;
}

/** The fragment that {@link parseAdminRoute} reads back. */
export function printAdminRoute(route: AdminRoute): string {
  if (route.page === 'endpoint') return `#/endpoints/${encodeURIComponent(route.id)}`;
  if (route.page === 'session') return `#/sessions/${encodeURIComponent(route.name)}`;
  return `#/${route.page}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What the fragment of the address says. Token and id never leave the fragment. */
export interface Route {
  readonly page: 'start' | 'publish' | 'watch';
  /** The endpoint's id, empty when none is chosen. */
  readonly id: string;
  /** The endpoint's token, empty when none is known. */
  readonly token: string;
}

const SESSION_PAGE = /^\/(publish|watch)\/([^/]+)\/?$/;

/** Reads `#/publish/{id}?token=…`, `#/watch/{id}` or `#/?id=…&token=…`. Never throws. */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#/, '');
  const mark = text.indexOf('?');
  const path = mark === -1 ? text : text.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? '' : text.slice(mark + 1));
  const token = query.get('token') ?? '';
  const match = SESSION_PAGE.exec(path);
  if (!match) return { page: 'start', id: query.get('id') ?? '', token };
  const page = match[1] === 'watch' ? 'watch' : 'publish';
  return { page, id: decode(match[2] ?? ''), token };
}

/** The fragment that {@link parseRoute} reads back. */
export function printRoute({ page, id, token }: Route): string {
  const query = new URLSearchParams();
  if (page === 'start' && id) query.set('id', id);
  if (token) query.set('token', token);
  const path = page === 'start' || !id ? '/' : `/${page}/${encodeURIComponent(id)}`;
  const text = query.toString();
  return `#${path}${text ? `?${text}` : ''}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

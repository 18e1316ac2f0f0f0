/** One web link (RFC 8288). */
export interface Link {
  /** The target as it stands in the header, not resolved. */
  readonly target: string;
  /** Relation types in lower case. */
  readonly relations: readonly string[];
  /** Other parameters by their lower-case name; the first of a name counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const LINK_START = /[\s,]*<([^>]*)>/y;
const PARAMETER = /\s*;\s*([!#$%&'*+.^_`|~\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y;

/**
 * Reads a Link header, several lines joined by commas as the Fetch API does (C-31).
 *
 * Unreadable rest is dropped: a bad Link never costs a session. Never throws.
 */
export function parseLinkHeader(header: string | null): readonly Link[] {
  const text = header ?? '';
  const links: Link[] = [];
  let position = 0;
  while (position < text.length) {
    LINK_START.lastIndex = position;
    const start = LINK_START.exec(text);
    if (!start) break;
    const { parameters, end } = readParameters(text, LINK_START.lastIndex);
    links.push(makeLink(start[1] ?? '', parameters));
    position = nextComma(text, end);
  }
  return links;
}

/** Position of the comma that ends this link value, so that an odd tail costs only itself. */
function nextComma(text: string, from: number): number {
  const comma = text.indexOf(',', from);
  return comma === -1 ? text.length : comma;
}

function readParameters(text: string, from: number) {
  const parameters = new Map<string, string>();
  let end = from;
  for (;;) {
    PARAMETER.lastIndex = end;
    const match = PARAMETER.exec(text);
    if (!match) return { parameters, end };
    end = PARAMETER.lastIndex;
    const name = (match[1] ?? '').toLowerCase();
    const value = match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '';
    if (!parameters.has(name)) parameters.set(name, value);
  }
}

function makeLink(target: string, parameters: Map<string, string>): Link {
  const relations = (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return { target: target.trim(), relations, parameters };
}

/** STUN and TURN servers of a 201 (RFC 9725, section 4.6). `credential-type` may be missing. */
export function iceServersFrom(links: readonly Link[]): RTCIceServer[] {
  return links
    .filter(({ relations }) => relations.includes('ice-server'))
    .filter(({ target }) => /^(?:stun|turn)s?:[^/]/i.test(target))
    .map(({ target, parameters }) => {
      const username = parameters.get('username');
      const credential = parameters.get('credential');
      return username === undefined || credential === undefined
        ? { urls: target }
        : { urls: target, username, credential };
    });
}

/** A protocol extension the server advertises (RFC 9725, section 4.9). */
export interface Extension {
  /** Its URN in lower case. */
  readonly relation: string;
  /** Absolute URL. */
  readonly url: string;
}

/** Extension links, their targets resolved against the session's URL (C-32). */
export function extensionsFrom(links: readonly Link[], base: string): readonly Extension[] {
  return links.flatMap(({ relations, target }) =>
    URL.canParse(target, base)
      ? relations
          .filter((relation) => relation.startsWith('urn:ietf:params:'))
          .map((relation) => ({ relation, url: new URL(target, base).href }))
      : [],
  );
}

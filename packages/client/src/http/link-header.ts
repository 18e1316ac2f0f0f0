import type { IceServer } from '../platform.js';

/** One web link (RFC 8288). */
export interface Link {
  /** The target as it stands in the header, not resolved. */
  readonly target: string;
  /** Relation types in lower case. */
  readonly relations: readonly string[];
  /** Other parameters by their lower-case name; the first of a name counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /\s*;\s*([!#$%&'*+.^_`|~\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g;
const LINK = new RegExp(`<([^<>]*)>((?:${PARAMETER.source})*)`, 'g');

/**
 * Reads a Link header, several lines joined by commas as the Fetch API does (C-31).
 *
 * Unreadable rest is dropped: a bad Link never costs a session. Never throws.
 */
export function parseLinkHeader(header: string | null): readonly Link[] {
  return [...(header ?? '').matchAll(LINK)].map(([, target = '', text = '']) => {
    const parameters = readParameters(text);
    const relations = (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    return { target: target.trim(), relations, parameters };
  });
}

function readParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, token = ''] of text.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token);
  }
  return parameters;
}

/** STUN and TURN servers of a 201 (RFC 9725, section 4.6). `credential-type` may be missing. */
export function iceServersFrom(links: readonly Link[]): IceServer[] {
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

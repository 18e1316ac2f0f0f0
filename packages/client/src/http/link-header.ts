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

/**
 * STUN and TURN servers of a 201 (RFC 9725, section 4.6). `credential-type` may be missing. What a
 * browser would refuse together with all the others is left out: TURN without both halves of a
 * credential, STUN with a query (RFC 7064).
 */
export function iceServersFrom(links: readonly Link[]): IceServer[] {
  return links
    .filter(({ relations }) => relations.includes('ice-server'))
    .flatMap(({ target, parameters }) => {
      if (/^stuns?:[^/?][^?]*$/i.test(target)) return [{ urls: target }];
      const username = parameters.get('username');
      const credential = parameters.get('credential');
      return /^turns?:[^/]/i.test(target) && username && credential
        ? [{ urls: target, username, credential }]
        : [];
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
  return links.flatMap(({ relations, target }) => {
    const url = resolvedUrl(target, base);
    return url === undefined
      ? []
      : relations
          .filter((relation) => relation.startsWith('urn:ietf:params:'))
          .map((relation) => ({ relation, url }));
  });
}

/** Absolute URL of a reference; undefined when it cannot be read. */
export function resolvedUrl(reference: string, base: string): string | undefined {
  return URL.canParse(reference, base) ? new URL(reference, base).href : undefined;
}

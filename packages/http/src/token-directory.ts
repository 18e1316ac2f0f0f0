import type { Authorization, Authorize } from './authorize.js';
import { sameDigest, sha256 } from './digest.js';

/** Who may use an endpoint. */
export interface EndpointTokens {
  readonly id: string;
  /** Needed to publish; it also allows watching. Without one anybody may publish. */
  readonly token?: string;
  /** Who may watch: everybody, or who has this token. Default: the same as publishing. */
  readonly watch?: 'public' | { readonly token: string };
}

interface Digests {
  readonly publish: string | undefined;
  readonly watch: string | undefined;
  readonly watchIsPublic: boolean;
}

/**
 * Tokens that can change while requests come. Keeps digests only and compares them in constant time
 * (S-124).
 */
export class TokenDirectory {
  readonly #digests = new Map<string, Digests>();

  constructor(endpoints: readonly EndpointTokens[] = []) {
    for (const endpoint of endpoints) this.set(endpoint);
  }

  /** Takes effect with the next request, in place of what was known of the endpoint. */
  set(endpoint: EndpointTokens): void {
    this.#digests.set(endpoint.id, digestsOf(endpoint));
  }

  /** Denies everything on an endpoint. */
  delete(id: string): void {
    this.#digests.delete(id);
  }

  /** An endpoint that is not known is denied. */
  readonly authorize: Authorize = ({ action, endpointId, token }) => {
    const known = this.#digests.get(endpointId);
    if (!known) return 'denied';
    const presented = token === undefined ? undefined : sha256(token);
    return action === 'publish' ? mayPublish(known, presented) : mayWatch(known, presented);
  };
}

function digestsOf({ token, watch }: EndpointTokens): Digests {
  return {
    publish: token === undefined ? undefined : sha256(token),
    watch: typeof watch === 'object' ? sha256(watch.token) : undefined,
    watchIsPublic: watch === 'public' || (watch === undefined && token === undefined),
  };
}

function mayPublish(known: Digests, presented: string | undefined): Authorization {
  if (known.publish === undefined || matches(known.publish, presented)) return 'granted';
  return matches(known.watch, presented) ? 'insufficient' : 'denied';
}

function mayWatch(known: Digests, presented: string | undefined): Authorization {
  const allowed =
    known.watchIsPublic || matches(known.watch, presented) || matches(known.publish, presented);
  return allowed ? 'granted' : 'denied';
}

function matches(known: string | undefined, presented: string | undefined): boolean {
  return known !== undefined && presented !== undefined && sameDigest(known, presented);
}

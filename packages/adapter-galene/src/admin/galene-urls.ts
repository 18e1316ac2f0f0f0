/** Where things are on a Galene. Group names may have slashes, which stay. */
export class GaleneUrls {
  readonly #base: string;

  /** @param base Galene’s own URL; a path in it is kept */
  constructor(base: string) {
    this.#base = base.replace(/\/+$/, '');
  }

  whip(group: string): string {
    return `${this.#base}/group/${encodeGroup(group)}/.whip`;
  }

  /** Tells everybody whether a group is there. */
  status(group: string): string {
    return `${this.#base}/group/${encodeGroup(group)}/.status`;
  }

  /** The list of groups, one of them, or something below it. */
  groups(group = '', below = ''): string {
    return `${this.#base}/galene-api/v0/.groups/${encodeGroup(group)}${below}`;
  }

  stats(): string {
    return `${this.#base}/galene-api/v0/.stats`;
  }

  webSocket(): string {
    return `${this.#base.replace(/^http/, 'ws')}/ws`;
  }
}

function encodeGroup(group: string): string {
  return group.split('/').map(encodeURIComponent).join('/');
}

/** Undefined for what is not percent-encoded as it should be. */
export function decodePathPart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What a backend can do: `'yes'`, or the reason why not, for people to read. */
export type Capability = 'yes' | { readonly no: string };

/**
 * What a backend can and cannot do, as data. The core asks here instead of trying; the conformance
 * kit tests every `'yes'` and prints every reason; docs/compatibility.md is made from it.
 */
export interface BackendCapabilities {
  /** `addCandidates` takes candidates after the answer. `no` without restart: PATCH gets 405. */
  readonly trickle: Capability;
  /** `restartIce` makes new ICE credentials while media goes on. */
  readonly restart: Capability;
  /** `mediaUp`/`mediaDown` are reported. With `no` the answer leads straight to `connected`. */
  readonly mediaReports: Capability;
  /** A client that vanished is noticed: by media reports or by `hungUp`. */
  readonly liveness: Capability;
  /** All rid layers of an offer are accepted. */
  readonly simulcast: Capability;
  /** `playback` is there. */
  readonly playback: Capability;
  /** `stats()` has numbers in it. */
  readonly stats: Capability;
  /**
   * Codecs that any session can use, lower case; an offer without one of them is refused before
   * `open`. Undefined: only the media server knows, and its answer is checked instead.
   */
  readonly codecs?: { readonly audio: readonly string[]; readonly video: readonly string[] };
}

/** True for `'yes'`. */
export function can(capability: Capability): boolean {
  return capability === 'yes';
}

/** The reason of a `no`; empty for `'yes'`. */
export function whyNot(capability: Capability): string {
  return capability === 'yes' ? '' : capability.no;
}

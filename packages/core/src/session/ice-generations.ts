import { WhipError } from '../errors/whip-error.js';
import type { IceFragment } from '../fragment/ice-fragment.js';
import type { IceCandidate, IceCredentials } from '../sdp/candidate.js';
import { candidateKey, MAX_CANDIDATES } from '../sdp/read-candidate.js';
import type { ClientIce } from './client-ice.js';

/** How many earlier generations are told from new ones. */
const REMEMBERED = 32;

/** The client's ICE generations of one session: credentials, entity-tag, candidates seen. */
export class IceGenerations {
  readonly #earlier: IceCredentials[] = [];
  #number = 0;
  #current: IceCredentials;
  #tag: string;
  #known: Set<string>;
  #ended: boolean;

  /** @param tag entity-tag of the first generation, with its quotes */
  constructor(client: ClientIce, tag: string) {
    this.#current = client.ice;
    this.#tag = tag;
    this.#known = new Set(client.candidates.map(candidateKey));
    this.#ended = client.endOfCandidates;
  }

  /** Strong entity-tag of the current generation (S-09, S-92). */
  get tag(): string {
    return this.#tag;
  }

  /** 0 for the first. */
  get number(): number {
    return this.#number;
  }

  /**
   * Tells a trickle from a restart. RFC 9725, section 4.3.3: a changed ufrag *and* pwd is a restart.
   *
   * @throws WhipError `fragment-unsupported` when only one changed (S-96, RFC 8839, section
   *   4.4.1.1.1), `restart-outdated` for credentials of an earlier generation (S-97)
   */
  classify({ ufrag, pwd }: IceCredentials): 'trickle' | 'restart' {
    const sameUfrag = ufrag === this.#current.ufrag;
    const samePwd = pwd === this.#current.pwd;
    if (sameUfrag && samePwd) return 'trickle';
    if (this.#earlier.some((old) => old.ufrag === ufrag && old.pwd === pwd))
      throw new WhipError(
        'restart-outdated',
        'These ICE credentials were replaced by a restart; use new ones.',
        { rule: 'S-97' },
      );
    if (sameUfrag || samePwd)
      throw new WhipError(
        'fragment-unsupported',
        'A restart changes a=ice-ufrag and a=ice-pwd, both of them.',
        { rule: 'S-96' },
      );
    return 'restart';
  }

  /**
   * The fragment without candidates that are known already (S-87), or that came too late (S-89).
   *
   * @throws WhipError `body-too-large` when the generation would have too many (S-123)
   */
  fresh(fragment: IceFragment): IceFragment {
    if (this.#ended) return { ...fragment, candidates: [], endOfCandidates: false };
    const candidates = fragment.candidates.filter((one) => !this.#known.has(candidateKey(one)));
    if (this.#known.size + candidates.length > MAX_CANDIDATES)
      throw new WhipError(
        'body-too-large',
        `More than ${MAX_CANDIDATES} candidates since the offer or the last restart.`,
        { rule: 'S-123' },
      );
    return { ...fragment, candidates };
  }

  /** The backend took these. */
  note(candidates: readonly IceCandidate[], endOfCandidates: boolean): void {
    for (const candidate of candidates) this.#known.add(candidateKey(candidate));
    this.#ended ||= endOfCandidates;
  }

  /** A restart went through: its fragment starts a new generation under a new tag. */
  advance(fragment: IceFragment, tag: string): void {
    this.#earlier.push(this.#current);
    if (this.#earlier.length > REMEMBERED) this.#earlier.shift();
    this.#number += 1;
    this.#current = { ufrag: fragment.ufrag, pwd: fragment.pwd };
    this.#tag = tag;
    this.#known = new Set(fragment.candidates.map(candidateKey));
    this.#ended = fragment.endOfCandidates;
  }
}

import { Store } from '../../session/store.js';
import type { Endpoint, MadeToken } from '../api/wire.js';
import type { TokenLife } from './kit-token.js';

export interface TokenIssueView {
  readonly life: TokenLife;
  /** A token of the chosen life; undefined for the endpoint's own, and until it is there. */
  readonly issued: MadeToken | undefined;
  /** It was asked for and is not there yet. */
  readonly pending: boolean;
  readonly error: unknown;
}

/** @param seconds life of the token */
type Issuer = (seconds: number) => Promise<MadeToken>;

const OWN: TokenIssueView = { life: 'own', issued: undefined, pending: false, error: undefined };

/** The token that a kit carries. Only the answer to the latest choice counts, however late others come. */
export class TokenIssue {
  readonly view = new Store<TokenIssueView>(OWN);
  readonly #issue: Issuer;
  #round = 0;

  constructor(issue: Issuer) {
    this.#issue = issue;
  }

  /** Never rejects. @returns whether there is a new token */
  readonly choose = async (life: TokenLife): Promise<boolean> => {
    this.#round += 1;
    const round = this.#round;
    if (life === 'own') {
      this.view.set(OWN);
      return false;
    }
    this.view.set({ ...OWN, life, pending: true });
    const next = await this.#ask(life);
    if (round !== this.#round) return false;
    this.view.set(next);
    return next.issued !== undefined;
  };

  /** Another token of the same life. */
  readonly renew = (): Promise<boolean> => this.choose(this.view.get().life);

  async #ask(life: TokenLife): Promise<TokenIssueView> {
    try {
      return { ...OWN, life, issued: await this.#issue(Number(life)) };
    } catch (error) {
      return { ...OWN, error };
    }
  }
}

/** Changes with what makes an endpoint's short-lived tokens void: its own tokens, and being made again. */
export function tokenGround(endpoint: Endpoint): string {
  const { id, createdAt, publish, token, watch, watchToken } = endpoint;
  return JSON.stringify([id, createdAt, publish, token, watch, watchToken]);
}

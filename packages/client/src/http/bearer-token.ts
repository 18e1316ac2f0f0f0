import { ClientError } from '../client-error.js';
import { unlessAborted } from '../waiting.js';

/** Why a {@link TokenFunction} is called. */
export interface TokenRequest {
  /** True when the server refused the last token with a 401 (C-28). */
  readonly refused: boolean;
  /** The `WWW-Authenticate` header of that 401. */
  readonly challenge: string | undefined;
}

/**
 * Gives the bearer token: before the first request, and once more for each request that a 401
 * refuses. Without another token than the refused one the refusal stands; a rejection is
 * `token-unavailable`.
 */
export type TokenFunction = (
  request: TokenRequest,
) => string | undefined | Promise<string | undefined>;

/** The token of one client, kept between requests and renewed when the server refuses it. */
export class BearerToken {
  readonly #source: TokenFunction | undefined;
  #current: Promise<string | undefined> | undefined;

  constructor(source: string | TokenFunction | undefined) {
    if (typeof source === 'function') this.#source = source;
    else this.#current = Promise.resolve(bare(source));
  }

  /** Undefined: no Authorization header is sent (C-27). @throws ClientError `token-unavailable` */
  current(signal: AbortSignal): Promise<string | undefined> {
    const asked = this.#current ?? this.#ask({ refused: false, challenge: undefined });
    return unlessAborted(asked, signal);
  }

  /**
   * The token that takes the place of a refused one; undefined when there is no other.
   *
   * @throws ClientError `token-unavailable`
   */
  async renewed(
    refused: string | undefined,
    challenge: string | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    // Another request may have met the same refusal before.
    if (this.#source && (await this.current(signal)) === refused)
      void this.#ask({ refused: true, challenge });
    const token = await this.current(signal);
    return token === refused ? undefined : token;
  }

  /** Kept until it is refused; a failure is forgotten at once. */
  #ask(request: TokenRequest): Promise<string | undefined> {
    const asked = this.#call(request);
    this.#current = asked;
    asked.catch(() => {
      if (this.#current === asked) this.#current = undefined;
    });
    return asked;
  }

  async #call({ refused, challenge }: TokenRequest): Promise<string | undefined> {
    try {
      return bare(await this.#source?.({ refused, challenge }));
    } catch (cause) {
      throw new ClientError('token-unavailable', undefined, {
        cause,
        status: refused ? 401 : undefined,
        challenge,
      });
    }
  }
}

/** Users paste tokens with and without the scheme. */
function bare(token: string | undefined): string | undefined {
  return token?.trim().replace(/^bearer\s+/i, '') || undefined;
}

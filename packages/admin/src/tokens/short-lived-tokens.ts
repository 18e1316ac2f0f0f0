import type { Clock } from '@whipway/core';
import type { Authorization, AuthorizationRequest } from '@whipway/http';
import { sha256 } from '@whipway/http/building-blocks';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { EndpointRecord } from '../endpoints/endpoint-record.js';
import type { MadeToken } from '../wire/index.js';
import type { SigningKey } from './signing-key.js';

const ISSUER = 'whipway';
const ALGORITHM = 'HS256';

/** Seconds after its end in which a token still serves the sessions it has opened: for good. */
const FOR_GOOD = 100 * 365 * 86_400;

export type Action = MadeToken['action'];

/**
 * Tokens that allow one action on one endpoint for a while: JSON Web Tokens (RFC 7519), signed with
 * one key. They are void when the endpoint's own tokens change or the endpoint is made again.
 */
export class ShortLivedTokens {
  readonly #clock: Clock;
  readonly #key: SigningKey;

  constructor(clock: Clock, key: SigningKey) {
    this.#clock = clock;
    this.#key = key;
  }

  /** @param seconds in which it opens sessions */
  async make(endpoint: EndpointRecord, action: Action, seconds: number): Promise<MadeToken> {
    const now = Math.floor(this.#clock.now() / 1_000);
    const token = await new SignJWT({ action, version: versionOf(endpoint) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(endpoint.id)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(await this.#key.toSign());
    return { token, action, expiresAt: (now + seconds) * 1_000 };
  }

  /**
   * What a token allows. One that has expired opens nothing, but the session it opened can go on and
   * be ended with it.
   */
  async authorize(
    { token = '', action, opener }: Pick<AuthorizationRequest, 'token' | 'action' | 'opener'>,
    endpoint: EndpointRecord,
  ): Promise<Authorization> {
    if (token.split('.').length !== 3) return 'denied';
    const claims = await this.#verify(token, endpoint.id, opener);
    if (!claims || claims['version'] !== versionOf(endpoint)) return 'denied';
    return claims['action'] === action ? 'granted' : 'insufficient';
  }

  async #verify(
    token: string,
    endpointId: string,
    opener: boolean,
  ): Promise<JWTPayload | undefined> {
    for (const key of await this.#key.toVerify()) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: endpointId,
          currentDate: new Date(this.#clock.now()),
          requiredClaims: ['exp', 'action', 'version'],
          ...(opener ? { clockTolerance: FOR_GOOD } : {}),
        });
        return payload;
      } catch {
        // Another key may have signed it.
      }
    }
    return undefined;
  }
}

/** Tells whether the endpoint, or who may use it, is still what it was. */
function versionOf({ instance, input }: EndpointRecord): string {
  const digest = sha256(JSON.stringify([instance, input.token, input.watch]));
  return digest.slice(0, 32);
}

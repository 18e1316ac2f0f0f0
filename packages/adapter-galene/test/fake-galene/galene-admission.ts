import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import {
  bearerOf,
  type FakeGroup,
  type FakeReply,
  type FakeRequest,
  type FakeToken,
  type GaleneState,
} from './galene-state.js';

export interface Admitted {
  readonly username: string;
  readonly permissions: readonly string[];
}

/** The name of who comes without one. */
const NOBODY = 'whip';
const NOT_AUTHORISED: FakeReply = {
  status: 401,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: 'not authorised\n',
};
export const NOT_FOUND: FakeReply = {
  status: 404,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: '<html>not found</html>',
};
export const INTERNAL_ERROR: FakeReply = { status: 500, body: 'Internal server error\n' };

/** Seconds that clocks may differ. */
const LEEWAY = 5;

/** Who comes to a group by WHIP, or why nobody does. */
export async function admit(
  state: GaleneState,
  name: string,
  group: FakeGroup,
  request: FakeRequest,
): Promise<Admitted | FakeReply> {
  const who = await identify(state, name, group, bearerOf(request));
  if ('status' in who) return who;
  return isShut(state, name, group) ? INTERNAL_ERROR : who;
}

/** Locked, out of its time, or full. */
function isShut(state: GaleneState, name: string, { locked, description }: FakeGroup): boolean {
  const now = state.time.now();
  const { 'max-clients': limit, expires, 'not-before': begin } = description;
  const isFull = typeof limit === 'number' && state.clientsOf(name).length >= limit;
  const isOver = typeof expires === 'string' && Date.parse(expires) < now;
  const isEarly = typeof begin === 'string' && Date.parse(begin) > now;
  return locked || isFull || isOver || isEarly;
}

async function identify(
  state: GaleneState,
  name: string,
  group: FakeGroup,
  token: string,
): Promise<Admitted | FakeReply> {
  if (token === '') return anonymous(group);
  const found = isJwt(token)
    ? await jwtToken(state, name, group.keys ?? [], token)
    : state.tokens.get(token);
  if (found === undefined) return NOT_FOUND;
  const { time } = state;
  if (found.group !== name || found.expires === undefined || found.expires <= time.now())
    return NOT_AUTHORISED;
  // A token without a name does not lend that of a user.
  if (!found.username && group.users?.has(NOBODY)) return NOT_AUTHORISED;
  return { username: found.username || NOBODY, permissions: found.permissions };
}

function anonymous({ users, everybody }: FakeGroup): Admitted | FakeReply {
  const known = users?.get(NOBODY);
  const permissions = known ? (known.isOpen ? known.permissions : undefined) : everybody;
  return permissions === undefined
    ? NOT_AUTHORISED
    : { username: NOBODY, permissions: [permissions] };
}

/** What does not look like a JWT is the name of a token. */
function isJwt(token: string): boolean {
  try {
    return token.split('.').length === 3 && decodeProtectedHeader(token).alg !== undefined;
  } catch {
    return false;
  }
}

/** Of no group unless a key of this one has signed it for this one, and it is of today. */
async function jwtToken(
  { time }: GaleneState,
  group: string,
  keys: readonly JWK[],
  token: string,
): Promise<FakeToken> {
  for (const key of keys.filter(({ alg }) => alg === decodeProtectedHeader(token).alg)) {
    const verified = await jwtVerify(token, await importJWK(key), {
      currentDate: new Date(time.now()),
      clockTolerance: LEEWAY,
      requiredClaims: ['exp'],
    }).catch(() => undefined);
    if (verified) return tokenOf(verified.payload, group);
  }
  return { group: '', username: undefined, permissions: [], expires: undefined };
}

/** Any host will do in the audience, as long as the path is the group’s. */
function tokenOf({ sub, aud, ...claims }: JWTPayload, group: string): FakeToken {
  const audience = typeof aud === 'string' ? [aud] : (aud ?? []);
  const isFor = audience.some((url) => new URL(url).pathname === `/group/${group}/`);
  const permissions = Array.isArray(claims['permissions']) ? claims['permissions'] : [];
  const expires = Number.POSITIVE_INFINITY;
  return { group: isFor ? group : '', username: sub, permissions, expires };
}

import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { type Asking, bearer, type Rows, soon } from './galene-asking.js';

const JWK_SET = { 'content-type': 'application/jwk-set+json' };
const KEY: JWK = { kty: 'oct', alg: 'HS256', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I' };
const OTHER_KEY: JWK = { ...KEY, k: 'b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItb3Q' };

/** Signed for `/group/GROUP/`, good for a minute unless the claims say otherwise. */
async function jwt(group: string, claims: object = {}, key = KEY): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const aud = `http://any.example/group/${group}/`;
  const good = { sub: 'jay', aud, permissions: ['present'], iat: now, exp: now + 60 };
  const signing = new SignJWT({ ...good, ...claims });
  return signing.setProtectedHeader({ alg: key.alg ?? '', typ: 'JWT' }).sign(await importJWK(key));
}

async function keyedGroup(g: Asking, group: string, key = KEY): Promise<void> {
  await g.group(group);
  await g.api('PUT', `.groups/${group}/.keys`, { keys: [key] }, JWK_SET);
}

/** Statuses of a POST with each of them. */
async function tried(g: Asking, group: string, tokens: readonly string[]): Promise<unknown[]> {
  const statuses: unknown[] = [];
  for (const token of tokens) statuses.push((await g.post(group, bearer(token))).status);
  return statuses;
}

/** Who may come to a group by `POST /group/NAME/.whip`. */
export const ADMISSION_ROWS: Rows = {
  'a refused token: 401 in plain text, without WWW-Authenticate': [
    [401, 'text/plain; charset=utf-8', 'not authorised\n', null],
    async (g) => {
      const { status, header, body } = await g.post('closed');
      return [status, header('content-type'), body, header('www-authenticate')];
    },
  ],
  'POST with a JWT: 201; signed by somebody else, over, without an end, for another group: 401': [
    [201, 401, 401, 401, 401],
    async (g) => {
      await keyedGroup(g, 'keyed/one');
      const past = Math.floor(Date.now() / 1_000) - 60;
      return tried(g, 'keyed/one', [
        await jwt('keyed/one'),
        await jwt('keyed/one', {}, OTHER_KEY),
        await jwt('keyed/one', { exp: past }),
        await jwt('keyed/one', { exp: undefined }),
        await jwt('keyed/two'),
      ]);
    },
  ],
  'POST with a JWT that may not present: 403; to a group without keys: 401': [
    [403, 401],
    async (g) => {
      await keyedGroup(g, 'keyed/three');
      const silent = await jwt('keyed/three', { permissions: ['message'] });
      const statuses = await tried(g, 'keyed/three', [silent]);
      return [...statuses, ...(await tried(g, 'closed', [await jwt('closed')]))];
    },
  ],
  'POST with a JWT that an elliptic key has signed: 201': [
    [201, 401],
    async (g) => {
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
      const alg = { alg: 'ES256' };
      await keyedGroup(g, 'keyed/four', { ...(await exportJWK(publicKey)), ...alg });
      const own = await jwt('keyed/four', {}, { ...(await exportJWK(privateKey)), ...alg });
      return tried(g, 'keyed/four', [own, await jwt('keyed/four')]);
    },
  ],
  'POST to a locked group: 500': [
    [201, 500],
    async (g) => {
      await g.group('lockable');
      const token = await g.token('lockable');
      const before = (await g.post('lockable', bearer(token))).status;
      await (await g.operator('lockable')).lock();
      return [before, (await g.post('lockable', bearer(token))).status];
    },
  ],
  'POST to a group that has expired, or is not open yet: 500; otherwise 201': [
    [500, 500, 201],
    async (g) => {
      const [past, future] = [soon(-60_000), soon()];
      await g.group('timed/over', { expires: past });
      await g.group('timed/early', { 'not-before': future });
      await g.group('timed/now', { 'not-before': past, expires: future });
      const statuses: unknown[] = [];
      for (const name of ['timed/over', 'timed/early', 'timed/now'])
        statuses.push((await g.post(name, bearer(await g.token(name)))).status);
      return statuses;
    },
  ],
  'locked, full and expired cannot be told apart': [
    1,
    async (g) => {
      await g.group('same/full', { 'max-clients': 1 });
      await g.post('same/full', bearer(await g.token('same/full')));
      await g.group('same/over', { expires: soon(-60_000) });
      await g.group('same/locked');
      await (await g.operator('same/locked')).lock();
      const bodies = new Set<string>();
      for (const name of ['same/full', 'same/over', 'same/locked'])
        bodies.add((await g.post(name, bearer(await g.token(name)))).body);
      return bodies.size;
    },
  ],
  'POST with a token of no user: 201; where there is a user “whip”: 401': [
    [201, 401],
    async (g) => {
      await g.group('named');
      const token = await g.token('named', { username: undefined });
      const before = await tried(g, 'named', [token]);
      await g.api('PUT', '.groups/named/.users/whip', { permissions: 'present' });
      return [...before, ...(await tried(g, 'named', [token]))];
    },
  ],
  'POST without token is the user “whip”, whose password has to be any': [
    [401, 201],
    async (g) => {
      await g.group('whipped');
      const user = '.groups/whipped/.users/whip';
      await g.api('PUT', user, { permissions: 'present' });
      const before = (await g.post('whipped')).status;
      await g.api('PUT', `${user}/.password`, { type: 'wildcard' });
      return [before, (await g.post('whipped')).status];
    },
  ],
  'the user’s name is that of the token, the sub of the JWT, or “whip”': [
    ['pub', 'jay', 'whip'],
    async (g) => {
      await keyedGroup(g, 'names');
      const operator = await g.operator('names');
      const nameless = await g.token('names', { username: undefined });
      await tried(g, 'names', [await g.token('names'), await jwt('names'), nameless]);
      await operator.hears(({ username }) => username === 'whip');
      const users = operator.heard.filter(({ type, kind }) => type === 'user' && kind === 'add');
      return users.map(({ username }) => username).filter((name) => name !== 'chair');
    },
  ],
};

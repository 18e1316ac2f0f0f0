import { bearer, CREATE, type Rows, soon } from './galene-asking.js';

/** `/galene-api/v0/`. */
export const ADMIN_ROWS: Rows = {
  'the admin API without its user, or with a Bearer token: 401, and how': [
    [401, 'basic realm="/galene-api/"', 401],
    async (g) => {
      const { status, header } = await g.ask('GET', '/galene-api/v0/.groups/');
      const token = bearer(await g.token('open', { permissions: ['admin'] }));
      const made = await g.api('PUT', '.groups/by-bearer', {}, { ...CREATE, ...token });
      return [status, header('www-authenticate'), made.status];
    },
  ],
  'a group is made once: 201, then 412': [
    [201, 412],
    async (g) => [
      (await g.api('PUT', '.groups/made/once', {}, CREATE)).status,
      (await g.api('PUT', '.groups/made/once', {}, CREATE)).status,
    ],
  ],
  'users or a wildcard user in a group’s description: 500': [
    [500, 500],
    async (g) => [
      (await g.api('PUT', '.groups/users', { users: { x: {} } }, CREATE)).status,
      (await g.api('PUT', '.groups/users', { 'wildcard-user': {} }, CREATE)).status,
    ],
  ],
  'a group is described as it was made, with an ETag': [
    [200, true, { comment: 'ours', codecs: ['vp8', 'opus'], 'max-clients': 2 }],
    async (g) => {
      const description = { comment: 'ours', codecs: ['vp8', 'opus'], 'max-clients': 2 };
      await g.group('described', description);
      const { status, header, body } = await g.api('GET', '.groups/described');
      return [status, /^"[^"]+"$/.test(header('etag') ?? ''), JSON.parse(body)];
    },
  ],
  'a group is removed: 204, then 404; its session goes on': [
    [204, 404, 200],
    async (g) => {
      await g.api('PUT', '.groups/passing', {}, CREATE);
      const token = await g.token('passing');
      const path = (await g.post('passing', bearer(token))).header('location') ?? '';
      const removed = (await g.api('DELETE', '.groups/passing')).status;
      const again = (await g.post('passing', bearer(token))).status;
      return [removed, again, (await g.ask('OPTIONS', path, bearer(token))).status];
    },
  ],
  'permissions that are no list: 500': [
    500,
    async (g) => (await g.api('POST', '.groups/open/.tokens/', { permissions: 'present' })).status,
  ],
  'a token for a missing group: 404': [
    404,
    async (g) =>
      (await g.api('POST', '.groups/missing/.tokens/', { permissions: ['present'] })).status,
  ],
  'a token is revoked: 204; its session goes on': [
    [204, 200, 404],
    async (g) => {
      const token = await g.token('closed');
      const path = (await g.post('closed', bearer(token))).header('location') ?? '';
      const revoked = (await g.api('DELETE', `.groups/closed/.tokens/${token}`)).status;
      const live = (await g.ask('OPTIONS', path, bearer(token))).status;
      return [revoked, live, (await g.post('closed', bearer(token))).status];
    },
  ],
  'the groups are listed': [
    [200, true],
    async (g) => {
      const { status, body } = await g.api('GET', '.groups/');
      return [status, JSON.parse(body).includes('open')];
    },
  ],
  'a group is changed with its ETag: 204; with an old one: 412': [
    [204, 412],
    async (g) => {
      await g.api('PUT', '.groups/changing', {}, CREATE);
      const etag = (await g.api('GET', '.groups/changing')).header('etag') ?? '';
      const change = { description: 'changed' };
      const headers = { 'if-match': etag };
      return [
        (await g.api('PUT', '.groups/changing', change, headers)).status,
        (await g.api('PUT', '.groups/changing', change, { 'if-match': '"old"' })).status,
      ];
    },
  ],
  'a group’s description that is no JSON: 500; of no type: 415': [
    [500, 415],
    async (g) => [
      (await g.apiText('PUT', '.groups/nonsense', '{', { 'content-type': 'application/json' }))
        .status,
      (await g.apiText('PUT', '.groups/nonsense', '{}', {})).status,
    ],
  ],
  'a key that nobody knows is dropped: 201': [
    [201, false],
    async (g) => {
      const { status } = await g.api('PUT', '.groups/odd', { nonsense: 1 }, CREATE);
      return [status, (await g.api('GET', '.groups/odd')).body.includes('nonsense')];
    },
  ],
  'a group is opened to everybody, by a password that is any': [
    [201, 401, 204, 201],
    async (g) => {
      await g.api('PUT', '.groups/opened', {}, CREATE);
      const user = '.groups/opened/.wildcard-user';
      return [
        (await g.api('PUT', user, { permissions: 'present' })).status,
        (await g.post('opened')).status,
        (await g.api('PUT', `${user}/.password`, { type: 'wildcard' })).status,
        (await g.post('opened')).status,
      ];
    },
  ],
  'keys are taken: 204; as plain JSON: 415': [
    [204, 415],
    async (g) => {
      await g.api('PUT', '.groups/keyed', {}, CREATE);
      const keys = {
        keys: [{ kty: 'oct', alg: 'HS256', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I' }],
      };
      const type = { 'content-type': 'application/jwk-set+json' };
      return [
        (await g.api('PUT', '.groups/keyed/.keys', keys, type)).status,
        (await g.api('PUT', '.groups/keyed/.keys', keys)).status,
      ];
    },
  ],
  'a token is made: 201, its bare name the Location; it is listed and told': [
    [201, true, 200, true, 200],
    async (g) => {
      const wish = { username: 'x', permissions: ['present'], expires: soon() };
      const made = await g.api('POST', '.groups/closed/.tokens/', wish);
      const token = made.header('location') ?? '';
      const list = await g.api('GET', '.groups/closed/.tokens/');
      const one = await g.api('GET', `.groups/closed/.tokens/${token}`);
      const isListed = JSON.parse(list.body).includes(token);
      return [made.status, /^[\w-]+$/.test(token), list.status, isListed, one.status];
    },
  ],
  'PUT of a token that is not there: the connection is cut': [
    'cut',
    async (g) => {
      const wish = { username: 'x', permissions: ['present'] };
      const asked = g.api('PUT', '.groups/closed/.tokens/new', wish, CREATE);
      return asked.then(
        ({ status }) => status,
        () => 'cut',
      );
    },
  ],
  'the documented path of a user’s tokens: 404': [
    404,
    async (g) =>
      (await g.api('POST', '.groups/open/.users/x/.tokens/', { permissions: ['present'] })).status,
  ],
  'the statistics name the groups that are in use, and of a WHIP client an id that is in no URL': [
    [['id'], false],
    async (g) => {
      const { asking } = await g.other();
      const { path } = await asking.session();
      const groups: { name: string; clients: { id: string }[] }[] = JSON.parse(
        (await asking.api('GET', '.stats')).body,
      );
      const client = groups.find(({ name }) => name === 'open')?.clients[0];
      return [Object.keys(client ?? {}), path.endsWith(client?.id ?? '')];
    },
  ],
};

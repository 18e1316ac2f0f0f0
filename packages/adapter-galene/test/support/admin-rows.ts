import { bearer, CREATE, type Rows } from './galene-asking.js';

/** `/galene-api/v0/`. */
export const ADMIN_ROWS: Rows = {
  'the admin API without its user: 401': [
    401,
    async (g) => (await g.ask('GET', '/galene-api/v0/.groups/')).status,
  ],
  'a group is made once: 201, then 412': [
    [201, 412],
    async (g) => [
      (await g.api('PUT', '.groups/made/once', {}, CREATE)).status,
      (await g.api('PUT', '.groups/made/once', {}, CREATE)).status,
    ],
  ],
  'users in a group’s description: 500': [
    500,
    async (g) => (await g.api('PUT', '.groups/users', { users: {} }, CREATE)).status,
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
  'a group is opened to everybody': [
    [201, 204, 201],
    async (g) => {
      await g.api('PUT', '.groups/opened', {}, CREATE);
      const user = '.groups/opened/.wildcard-user';
      return [
        (await g.api('PUT', user, { permissions: 'present' })).status,
        (await g.api('PUT', `${user}/.password`, { type: 'wildcard' })).status,
        (await g.post('opened')).status,
      ];
    },
  ],
  'keys are taken: 204': [
    204,
    async (g) => {
      await g.api('PUT', '.groups/keyed', {}, CREATE);
      const keys = {
        keys: [{ kty: 'oct', alg: 'HS256', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I' }],
      };
      const type = { 'content-type': 'application/jwk-set+json' };
      return (await g.api('PUT', '.groups/keyed/.keys', keys, type)).status;
    },
  ],
  'a token is listed and told': [
    [200, true, 200],
    async (g) => {
      const token = await g.token('closed');
      const list = await g.api('GET', '.groups/closed/.tokens/');
      const one = await g.api('GET', `.groups/closed/.tokens/${token}`);
      return [list.status, JSON.parse(list.body).includes(token), one.status];
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
  'the statistics name the groups that are in use, with their clients': [
    true,
    async (g) => {
      await g.session();
      const groups: { name: string; clients: { id: string }[] }[] = JSON.parse(
        (await g.api('GET', '.stats')).body,
      );
      const open = groups.find(({ name }) => name === 'open');
      return (open?.clients ?? []).some(({ id }) => id.length > 0);
    },
  ],
};

import { bearer, fragment, type Rows } from './galene-asking.js';

/** `/group/NAME/.whip/ID`. */
export const RESOURCE_ROWS: Rows = {
  'OPTIONS on a live session: 200': [
    200,
    async (g) => (await g.ask('OPTIONS', (await g.session()).path)).status,
  ],
  'GET on a live session: 405': [
    405,
    async (g) => (await g.ask('GET', (await g.session()).path)).status,
  ],
  'a well-formed id of nobody: 404': [
    404,
    async (g) => (await g.ask('OPTIONS', '/group/open/.whip/AAAAAAAAAAAAAAAAAAAAAA')).status,
  ],
  'any other id: 500': [
    500,
    async (g) => (await g.ask('OPTIONS', '/group/open/.whip/nobody')).status,
  ],
  'a session with a token, asked without: 403': [
    [403, 403, 200],
    async (g) => {
      const token = await g.token('closed');
      const path = (await g.post('closed', bearer(token))).header('location') ?? '';
      const statuses = [
        (await g.ask('OPTIONS', path)).status,
        (await g.ask('DELETE', path)).status,
      ];
      return [...statuses, (await g.ask('OPTIONS', path, bearer(token))).status];
    },
  ],
  'DELETE: 200, and then 404': [
    [200, 404],
    async (g) => {
      const { path } = await g.session();
      return [(await g.ask('DELETE', path)).status, (await g.ask('DELETE', path)).status];
    },
  ],
  'DELETE with a wrong If-Match: 412': [
    412,
    async (g) => (await g.ask('DELETE', (await g.session()).path, { 'if-match': '"x"' })).status,
  ],
  'trickle with the ETag, with * and with none: 204': [
    [204, 204, 204],
    async (g) => {
      const { path, etag, offer } = await g.session();
      const headers = [{ 'if-match': etag }, { 'if-match': '*' }, {}];
      const replies = await Promise.all(
        headers.map((each) => g.patch(path, fragment(offer), each)),
      );
      return replies.map(({ status }) => status);
    },
  ],
  'trickle with a wrong ETag, or a quoted star: 412': [
    [412, 412],
    async (g) => {
      const { path, offer } = await g.session();
      const headers = ['"x"', '"*"'].map((tag) => ({ 'if-match': tag }));
      const replies = await Promise.all(
        headers.map((each) => g.patch(path, fragment(offer), each)),
      );
      return replies.map(({ status }) => status);
    },
  ],
  'PATCH with another type: 415': [
    415,
    async (g) => {
      const { path, offer } = await g.session();
      return (await g.patch(path, fragment(offer), { 'content-type': 'text/plain' })).status;
    },
  ],
  'a=mid before m=: 400': [
    400,
    async (g) => (await g.patch((await g.session()).path, 'a=mid:0\r\nm=audio 9 x 0\r\n')).status,
  ],
  'restart: 200, new ETag, new credentials': [
    [200, true, true],
    async (g) => {
      const { path, etag, offer } = await g.session();
      const reply = await g.patch(path, fragment(offer, true), { 'if-match': '*' });
      const { status, body } = reply;
      return [status, reply.header('etag') !== etag, /^a=ice-ufrag:/m.test(body)];
    },
  ],
  'a fragment with half of the credentials: 500, and no restart works any more': [
    [500, 500],
    async (g) => {
      const { path, offer } = await g.session();
      const half = fragment(offer, true).replace(/a=ice-pwd.*\r\n/, '');
      const first = (await g.patch(path, half, { 'if-match': '*' })).status;
      return [first, (await g.patch(path, fragment(offer, true), { 'if-match': '*' })).status];
    },
  ],
  'HEAD, POST and PUT on a live session: 405': [
    [405, 405, 405],
    async (g) => {
      const { path } = await g.session();
      const replies = ['HEAD', 'POST', 'PUT'].map((method) => g.ask(method, path));
      return (await Promise.all(replies)).map(({ status }) => status);
    },
  ],
  'a candidate that nobody can read: 204': [
    204,
    async (g) => {
      const { path, offer } = await g.session();
      const body = fragment(offer).replace(/a=candidate:.*/, 'a=candidate:nonsense');
      return (await g.patch(path, body)).status;
    },
  ],
  'an empty fragment, and one without credentials: 500': [
    [500, 500],
    async (g) => {
      const { path, offer } = await g.session();
      const bare = fragment(offer).replace(/a=ice-(ufrag|pwd).*\r\n/g, '');
      return [(await g.patch(path, '')).status, (await g.patch(path, bare)).status];
    },
  ],
  'candidates of an earlier generation without If-Match: it restarts back': [
    [200, 200, 412],
    async (g) => {
      const { path, etag, offer } = await g.session();
      const restart = await g.patch(path, fragment(offer, true), { 'if-match': '*' });
      const back = await g.patch(path, fragment(offer));
      const guarded = await g.patch(path, fragment(offer, true), { 'if-match': etag });
      return [restart.status, back.status, guarded.status];
    },
  ],
};

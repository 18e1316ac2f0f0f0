import { offerText } from '@whipway/test-rig/offer-text';
import { bearer, fragment, type Rows } from './galene-asking.js';

const ANY = { 'if-match': '*' };

/** `/group/NAME/.whip/ID`. */
export const RESOURCE_ROWS: Rows = {
  'OPTIONS on a live session: 200': [
    200,
    async (g) => (await g.ask('OPTIONS', (await g.session()).path)).status,
  ],
  'GET, HEAD, POST and PUT: 405 on a live session, 404 on one that is gone': [
    [405, 405, 405, 405, 404, 404, 404, 404],
    async (g) => {
      const { path } = await g.session();
      const methods = ['GET', 'HEAD', 'POST', 'PUT'];
      const ask = () => Promise.all(methods.map((method) => g.ask(method, path)));
      const live = await ask();
      await g.ask('DELETE', path);
      return [...live, ...(await ask())].map(({ status }) => status);
    },
  ],
  'what is allowed on a live session': [
    'OPTIONS, DELETE, PATCH',
    async (g) => (await g.ask('GET', (await g.session()).path)).header('allow'),
  ],
  'a well-formed id of nobody: 404': [
    404,
    async (g) => (await g.ask('OPTIONS', '/group/open/.whip/AAAAAAAAAAAAAAAAAAAAAA')).status,
  ],
  'any other id: 500': [
    500,
    async (g) => (await g.ask('OPTIONS', '/group/open/.whip/nobody')).status,
  ],
  'a session with a token, asked without or with another: 403; with it: 200, then 404': [
    [...Array(6).fill(403), 200, 204, 200, 404],
    async (g) => {
      const [token, other] = [await g.token('closed'), await g.token('closed')];
      const offer = offerText();
      const path = (await g.post('closed', bearer(token), offer)).header('location') ?? '';
      const statuses: number[] = [];
      for (const headers of [{}, bearer(other)]) {
        statuses.push((await g.ask('OPTIONS', path, headers)).status);
        statuses.push((await g.patch(path, fragment(offer), headers)).status);
        statuses.push((await g.ask('DELETE', path, headers)).status);
      }
      return [
        ...statuses,
        (await g.ask('OPTIONS', path, bearer(token))).status,
        (await g.patch(path, fragment(offer), bearer(token))).status,
        (await g.ask('DELETE', path, bearer(token))).status,
        (await g.ask('OPTIONS', path, bearer(token))).status,
      ];
    },
  ],
  'one token may open two sessions': [
    [201, 201],
    async (g) => {
      const token = await g.token('closed');
      const replies = await Promise.all([1, 2].map(() => g.post('closed', bearer(token))));
      return replies.map(({ status }) => status);
    },
  ],
  'DELETE: 200 without a body, and then 404': [
    [200, '', 404],
    async (g) => {
      const { path } = await g.session();
      const { status, body } = await g.ask('DELETE', path);
      return [status, body, (await g.ask('DELETE', path)).status];
    },
  ],
  'DELETE with a wrong If-Match: 412': [
    412,
    async (g) => (await g.ask('DELETE', (await g.session()).path, { 'if-match': '"x"' })).status,
  ],
  'trickle with the ETag, with * and with none: 204, and no ETag': [
    Array(3).fill([204, null]),
    async (g) => {
      const { path, etag, offer } = await g.session();
      const headers = [{ 'if-match': etag }, { 'if-match': '*' }, {}];
      const replies = await Promise.all(
        headers.map((each) => g.patch(path, fragment(offer), each)),
      );
      return replies.map(({ status, header }) => [status, header('etag')]);
    },
  ],
  'trickle with a wrong ETag, or a quoted star: 412 without a body': [
    Array(2).fill([412, '']),
    async (g) => {
      const { path, offer } = await g.session();
      const headers = ['"x"', '"*"'].map((tag) => ({ 'if-match': tag }));
      const replies = await Promise.all(
        headers.map((each) => g.patch(path, fragment(offer), each)),
      );
      return replies.map(({ status, body }) => [status, body]);
    },
  ],
  'PATCH with another type, or a parameter: 415 and what is wanted': [
    Array(2).fill([415, 'application/trickle-ice-sdpfrag']),
    async (g) => {
      const { path, offer } = await g.session();
      const types = ['text/plain', 'application/trickle-ice-sdpfrag; charset=utf-8'];
      const replies = types.map((type) => g.patch(path, fragment(offer), { 'content-type': type }));
      return (await Promise.all(replies)).map(({ status, header }) => [status, header('accept')]);
    },
  ],
  'PATCH of more than 1 MiB: 500': [
    500,
    async (g) => {
      const { path, offer } = await g.session();
      return (await g.patch(path, fragment(offer) + 'a=x\r\n'.repeat(220_000))).status;
    },
  ],
  'a single section for the second mid: 204': [
    204,
    async (g) => {
      const { path, offer } = await g.session();
      const video = fragment(offer).replace('m=audio', 'm=video').replace('a=mid:0', 'a=mid:1');
      return (await g.patch(path, video)).status;
    },
  ],
  'a=mid before m=: 400': [
    [400, 'bad request\n'],
    async (g) => {
      const { path } = await g.session();
      const { status, body } = await g.patch(path, 'a=mid:0\r\nm=audio 9 x 0\r\n');
      return [status, body];
    },
  ],
  'restart: 200, new ETag; sections with credentials and candidates, nothing about the session': [
    [200, true, ['a=mid:0', 'a=mid:1'], 2, true, []],
    async (g) => {
      const { path, etag, offer } = await g.session();
      const { status, header, body } = await g.patch(path, fragment(offer, true), ANY);
      return [status, header('etag') !== etag, ...restartFacts(body)];
    },
  ],
  'a fragment with half of the credentials: 500, and no restart works any more': [
    [500, 500],
    async (g) => {
      const { path, offer } = await g.session();
      const half = fragment(offer, true).replace(/a=ice-pwd.*\r\n/, '');
      const first = (await g.patch(path, half, ANY)).status;
      return [first, (await g.patch(path, fragment(offer, true), ANY)).status];
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
      const restart = await g.patch(path, fragment(offer, true), ANY);
      const back = await g.patch(path, fragment(offer));
      const guarded = await g.patch(path, fragment(offer, true), { 'if-match': etag });
      return [restart.status, back.status, guarded.status];
    },
  ],
};

function restartFacts(body: string): readonly unknown[] {
  const session = ['a=group', 'a=ice-options', 'a=end-of-candidates'];
  return [
    body.match(/^a=mid:\S+/gm),
    body.match(/^a=ice-ufrag:/gm)?.length,
    /^a=candidate:\S+ 1 /m.test(body) && /^a=candidate:\S+ 2 /m.test(body),
    session.filter((line) => body.includes(line)),
  ];
}

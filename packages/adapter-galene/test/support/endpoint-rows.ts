import { offerText } from '@whipway/test-rig/offer-text';
import { bearer, CREATE, type Rows } from './galene-asking.js';

/** `/group/NAME/.whip`, and the status beside it. */
export const ENDPOINT_ROWS: Rows = {
  'POST to an open group: 201': [201, async (g) => (await g.post('open')).status],
  'the Location is a path': [
    true,
    async (g) => (await g.session()).path.startsWith('/group/open/.whip/'),
  ],
  'the ETag is quoted': [true, async (g) => /^"[^"]+"$/.test((await g.session()).etag)],
  'POST to a missing group: 404 in HTML; to a name with a dot in front: 404; with a backslash: 500':
    [
      [404, 'text/html; charset=utf-8', 404, 500],
      async (g) => {
        const missing = await g.post('missing');
        const [dot, backslash] = [await g.post('.hidden'), await g.post('a%5Cb')];
        return [missing.status, missing.header('content-type'), dot.status, backslash.status];
      },
    ],
  'POST with an unknown token: 404 too': [
    404,
    async (g) => (await g.post('open', bearer('nobody'))).status,
  ],
  'POST without token to a closed group: 401': [401, async (g) => (await g.post('closed')).status],
  'POST with a token: 201': [
    201,
    async (g) => (await g.post('closed', bearer(await g.token('closed')))).status,
  ],
  'POST with a token of another group: 401': [
    401,
    async (g) => (await g.post('closed', bearer(await g.token('open')))).status,
  ],
  'POST with a token that has expired: 401': [
    401,
    async (g) => {
      const expires = new Date(Date.now() - 1_000).toISOString();
      return (await g.post('closed', bearer(await g.token('closed', { expires })))).status;
    },
  ],
  'POST with a token that may not present: 403': [
    403,
    async (g) =>
      (await g.post('closed', bearer(await g.token('closed', { permissions: ['message'] }))))
        .status,
  ],
  'POST with a charset, or another type: 415 and what is wanted; in capitals: 201': [
    [415, 415, 'application/sdp', 201],
    async (g) => {
      const [charset, text, capitals] = await Promise.all(
        ['application/sdp; charset=utf-8', 'text/plain', 'Application/SDP'].map((type) =>
          g.post('open', { 'content-type': type }),
        ),
      );
      return [charset?.status, text?.status, text?.header('accept'), capitals?.status];
    },
  ],
  'POST to a full group: 500': [
    500,
    async (g) => {
      await g.api('PUT', '.groups/full', { 'max-clients': 1 }, CREATE);
      await g.post('full', bearer(await g.token('full')));
      return (await g.post('full', bearer(await g.token('full')))).status;
    },
  ],
  'GET, HEAD, PUT, PATCH and DELETE on the endpoint: 405 and what is allowed': [
    Array(5).fill([405, 'OPTIONS, POST']),
    (g) =>
      Promise.all(
        ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'].map(async (method) => {
          const { status, header } = await g.ask(method, '/group/open/.whip');
          return [status, header('allow')];
        }),
      ),
  ],
  'the status of a group is for everybody: its name and where it is': [
    [200, 'open', '/group/open/', '/ws', 404],
    async (g) => {
      const { status, body } = await g.ask('GET', '/group/open/.status');
      const { name, location, endpoint } = JSON.parse(body);
      const paths = [location, endpoint].map((url) => new URL(url).pathname);
      return [status, name, ...paths, (await g.ask('GET', '/group/missing/.status')).status];
    },
  ],
  'POST without a type: 415': [
    415,
    async (g) => {
      const body = new TextEncoder().encode(offerText());
      return (await g.ask('POST', '/group/open/.whip', {}, body)).status;
    },
  ],
  'POST with a token without expiry: 401': [
    401,
    async (g) =>
      (await g.post('closed', bearer(await g.token('closed', { expires: undefined })))).status,
  ],
  'POST with a slash at the end: 500': [
    500,
    async (g) =>
      (
        await g.ask(
          'POST',
          '/group/open/.whip/',
          { 'content-type': 'application/sdp' },
          offerText(),
        )
      ).status,
  ],
  'POST with Basic, or two spaces before the token: nobody in particular, 201': [
    [201, 201],
    async (g) => [
      (await g.post('open', { authorization: 'Basic eDp5' })).status,
      (await g.post('open', { authorization: 'Bearer  nobody' })).status,
    ],
  ],
  'POST to a group that redirects: 201': [
    201,
    async (g) => {
      await g.api('PUT', '.groups/moved', { redirect: 'https://elsewhere.example/' }, CREATE);
      return (await g.post('moved', bearer(await g.token('moved')))).status;
    },
  ],
  'OPTIONS on the endpoint: 200 with methods and headers, and no Accept-Post': [
    [200, 'OPTIONS, POST', 'Authorization, Content-Type', null],
    async (g) => {
      const { status, header } = await g.ask('OPTIONS', '/group/open/.whip');
      const allowed = ['methods', 'headers'].map((what) => header(`access-control-allow-${what}`));
      return [status, ...allowed, header('accept-post')];
    },
  ],
};

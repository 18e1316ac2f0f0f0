import { offerText } from '@whipway/test-rig/offer-text';
import { bearer, CREATE, type Rows } from './galene-asking.js';

/** What simulcast needs, behind the video section. */
const SIMULCAST_EXTENSIONS = [
  'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid',
  'a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  '',
].join('\r\n');

/** `/group/NAME/.whip`, and the status beside it. */
export const ENDPOINT_ROWS: Rows = {
  'POST to an open group: 201': [201, async (g) => (await g.post('open')).status],
  'the Location is a path': [
    true,
    async (g) => (await g.session()).path.startsWith('/group/open/.whip/'),
  ],
  'the ETag is quoted': [true, async (g) => /^"[^"]+"$/.test((await g.session()).etag)],
  'POST to a missing group: 404': [404, async (g) => (await g.post('missing')).status],
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
  'POST with a charset: 415': [
    415,
    async (g) =>
      (await g.post('open', { 'content-type': 'application/sdp; charset=utf-8' })).status,
  ],
  'POST of nonsense: 500': [500, async (g) => (await g.post('open', {}, 'hello')).status],
  'POST to a full group: 500': [
    500,
    async (g) => {
      await g.api('PUT', '.groups/full', { 'max-clients': 1 }, CREATE);
      await g.post('full', bearer(await g.token('full')));
      return (await g.post('full', bearer(await g.token('full')))).status;
    },
  ],
  'a section without direction is not answered': [
    true,
    async (g) => {
      const { body } = await g.post('open', {}, offerText().replaceAll('a=sendonly\r\n', ''));
      return !body.includes('m=');
    },
  ],
  'GET on the endpoint: 405': [405, async (g) => (await g.ask('GET', '/group/open/.whip')).status],
  'the status of a group is for everybody': [
    [200, 404],
    async (g) => [
      (await g.ask('GET', '/group/open/.status')).status,
      (await g.ask('GET', '/group/missing/.status')).status,
    ],
  ],
  'POST without a type: 415': [
    415,
    async (g) => {
      const body = new TextEncoder().encode(offerText());
      return (await g.ask('POST', '/group/open/.whip', {}, body)).status;
    },
  ],
  'POST of more than 1 MiB: 413': [
    413,
    async (g) => (await g.post('open', {}, offerText() + 'a=x\r\n'.repeat(220_000))).status,
  ],
  'POST with a token without expiry: 401': [
    401,
    async (g) =>
      (await g.post('closed', bearer(await g.token('closed', { expires: undefined })))).status,
  ],
  'recvonly is answered sendonly, sendrecv recvonly': [
    [true, true],
    async (g) => {
      const [receiving, both] = ['recvonly', 'sendrecv'].map((direction) =>
        g.post('open', {}, offerText().replaceAll('a=sendonly', `a=${direction}`)),
      );
      const answers = [(await receiving)?.body, (await both)?.body];
      return [/^a=sendonly/m.test(answers[0] ?? ''), /^a=recvonly/m.test(answers[1] ?? '')];
    },
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
  'simulcast is answered in full': [
    [true, true],
    async (g) => {
      const layers = ['a=rid:h send', 'a=rid:l send', 'a=simulcast:send h;l', ''].join('\r\n');
      const { body } = await g.post('open', {}, offerText() + SIMULCAST_EXTENSIONS + layers);
      return [/^a=rid:h recv/m.test(body), /^a=simulcast:recv h;l/m.test(body)];
    },
  ],
  'OPTIONS on the endpoint: 200 with the methods, and no Accept-Post': [
    [200, 'OPTIONS, POST', null],
    async (g) => {
      const { status, header } = await g.ask('OPTIONS', '/group/open/.whip');
      return [status, header('access-control-allow-methods'), header('accept-post')];
    },
  ],
};

import { expect } from '@jest/globals';
import { offerText } from '@whipway/test-rig/offer-text';

/** A Galene that can be asked, real or fake, with the groups of {@link GROUPS}. */
export interface AskedGalene {
  readonly url: string;
  readonly admin: { readonly username: string; readonly password: string };
}

/** What every Galene here starts with. */
export const GROUPS = {
  open: { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } },
  closed: {},
} as const;

interface Asked {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: string;
}

export class Asking {
  readonly #galene: AskedGalene;

  constructor(galene: AskedGalene) {
    this.#galene = galene;
  }

  async ask(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<Asked> {
    const response = await fetch(`${this.#galene.url}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return { status: response.status, header: (name) => response.headers.get(name), body: text };
  }

  post(group: string, headers: Record<string, string> = {}, body = offerText()): Promise<Asked> {
    return this.ask(
      'POST',
      `/group/${group}/.whip`,
      { 'content-type': 'application/sdp', ...headers },
      body,
    );
  }

  /** A session on the open group. */
  async session(offer = offerText()): Promise<{ path: string; etag: string; offer: string }> {
    const reply = await this.post('open', {}, offer);
    return { path: reply.header('location') ?? '', etag: reply.header('etag') ?? '', offer };
  }

  patch(path: string, body: string, headers: Record<string, string> = {}): Promise<Asked> {
    const type = { 'content-type': 'application/trickle-ice-sdpfrag' };
    return this.ask('PATCH', path, { ...type, ...headers }, body);
  }

  api(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Asked> {
    const { username, password } = this.#galene.admin;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const type = { 'content-type': 'application/json', authorization };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.ask(method, `/galene-api/v0/${path}`, { ...type, ...headers }, text);
  }

  async token(group: string, more: object = {}): Promise<string> {
    const expires = new Date(Date.now() + 60_000).toISOString();
    const wish = { username: 'pub', permissions: ['present'], expires, ...more };
    return (await this.api('POST', `.groups/${group}/.tokens/`, wish)).header('location') ?? '';
  }
}

const CREATE = { 'if-none-match': '*' };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function fragment(offer: string, fresh = false): string {
  const [ufrag = ''] = /a=ice-ufrag:\S+/.exec(offer) ?? [];
  const [pwd = ''] = /a=ice-pwd:\S+/.exec(offer) ?? [];
  const credentials = fresh
    ? ['a=ice-ufrag:newufrag', 'a=ice-pwd:a-new-password-of-24-chrs']
    : [ufrag, pwd];
  const candidate = 'a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host';
  return ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', ...credentials, candidate, ''].join('\r\n');
}

type Row = (galene: Asking) => Promise<unknown>;

/** What the adapter relies on: true of the fake and of a real Galene alike, or the fake is wrong. */
export const ROWS: Readonly<Record<string, readonly [expected: unknown, row: Row]>> = {
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
  'the status of a group is for everybody': [
    [200, 404],
    async (g) => [
      (await g.ask('GET', '/group/open/.status')).status,
      (await g.ask('GET', '/group/missing/.status')).status,
    ],
  ],
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
};

export async function expectRow(galene: AskedGalene, name: string): Promise<void> {
  const [expected, row] = ROWS[name] ?? [];
  expect(await row?.(new Asking(galene))).toEqual(expected);
}

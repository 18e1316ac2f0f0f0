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
    body?: string | Uint8Array<ArrayBuffer>,
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
    const type = { 'content-type': 'application/json', ...this.#adminHeaders() };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.ask(method, `/galene-api/v0/${path}`, { ...type, ...headers }, text);
  }

  /** The same with a body as it is, and no type but the one given. */
  apiText(
    method: string,
    path: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<Asked> {
    const { authorization } = this.#adminHeaders();
    const bytes = new TextEncoder().encode(body);
    return this.ask(method, `/galene-api/v0/${path}`, { authorization, ...headers }, bytes);
  }

  #adminHeaders(): { readonly authorization: string } {
    const { username, password } = this.#galene.admin;
    return {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    };
  }

  async token(group: string, more: object = {}): Promise<string> {
    const expires = new Date(Date.now() + 60_000).toISOString();
    const wish = { username: 'pub', permissions: ['present'], expires, ...more };
    return (await this.api('POST', `.groups/${group}/.tokens/`, wish)).header('location') ?? '';
  }
}

export const CREATE = { 'if-none-match': '*' };
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export function fragment(offer: string, fresh = false): string {
  const [ufrag = ''] = /a=ice-ufrag:\S+/.exec(offer) ?? [];
  const [pwd = ''] = /a=ice-pwd:\S+/.exec(offer) ?? [];
  const credentials = fresh
    ? ['a=ice-ufrag:newufrag', 'a=ice-pwd:a-new-password-of-24-chrs']
    : [ufrag, pwd];
  const candidate = 'a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host';
  return ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', ...credentials, candidate, ''].join('\r\n');
}

/** Asks something; what comes of it is compared. */
export type Row = (galene: Asking) => Promise<unknown>;
export type Rows = Readonly<Record<string, readonly [expected: unknown, row: Row]>>;

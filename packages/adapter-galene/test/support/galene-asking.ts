import { offerText } from '@whipway/test-rig/offer-text';
import axios from 'axios';
import type { FakeIceServer } from '../fake-galene/galene-ice-servers.js';
import { Operator } from './operator.js';

/** A Galene that can be asked, real or fake, with the groups of {@link GROUPS}. */
export interface AskedGalene {
  readonly url: string;
  readonly admin: { readonly username: string; readonly password: string };
  /** So much time goes by in its world. */
  pass(milliseconds: number): Promise<void>;
  /** Another one of the same kind, for what is a setting of the whole server. */
  startOther(setup: GaleneSetup): Promise<OtherGalene>;
}

export interface OtherGalene extends AskedGalene {
  /** On the same port, with the same folders. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

export interface GaleneSetup {
  /** Of its config.json. */
  readonly config?: { readonly canonicalHost?: string; readonly writableGroups?: boolean };
  /** Its ice-servers.json. */
  readonly iceServers?: readonly FakeIceServer[];
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
  readonly #ending: (() => Promise<void>)[] = [];

  constructor(galene: AskedGalene) {
    this.#galene = galene;
  }

  /** Of whatever the row began. */
  async end(): Promise<void> {
    for (const end of this.#ending.splice(0).reverse()) await end();
  }

  pass(milliseconds: number): Promise<void> {
    return this.#galene.pass(milliseconds);
  }

  /** Another Galene with such a setup, for this row only. */
  async other(setup: GaleneSetup = {}): Promise<{ galene: OtherGalene; asking: Asking }> {
    const galene = await this.#galene.startOther(setup);
    const asking = new Asking(galene);
    this.#ending.push(
      () => galene.dispose(),
      () => asking.end(),
    );
    return { galene, asking };
  }

  /** An operator in a group. */
  async operator(group: string): Promise<Operator> {
    const token = await this.token(group, { username: 'chair', permissions: ['op'] });
    const operator = await Operator.enter(this.#galene, group, token);
    this.#ending.push(async () => operator.close());
    return operator;
  }

  /** With a Host header, which fetch leaves to nobody. */
  async askAs(
    host: string,
    method: string,
    path: string,
    headers: Record<string, string> = {},
    data?: string,
  ): Promise<Asked> {
    const response = await axios.request<string>({
      url: `${this.#galene.url}${path}`,
      method,
      headers: { host, ...headers },
      data,
      maxRedirects: 0,
      responseType: 'text',
      validateStatus: () => true,
    });
    const { status, headers: lines, data: body } = response;
    return { status, header: (name) => lines[name] ?? null, body };
  }

  async ask(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string | Uint8Array<ArrayBuffer> | ReadableStream,
  ): Promise<Asked> {
    const response = await fetch(`${this.#galene.url}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
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

  /** A group of its own for a row, closed to everybody. */
  async group(name: string, description: object = {}): Promise<void> {
    await this.api('PUT', `.groups/${name}`, description, CREATE);
  }

  async token(group: string, more: object = {}): Promise<string> {
    const wish = { username: 'pub', permissions: ['present'], expires: soon(), ...more };
    return (await this.api('POST', `.groups/${group}/.tokens/`, wish)).header('location') ?? '';
  }
}

export const CREATE = { 'if-none-match': '*' };
/** A moment from now, as Galene’s JSON has it. */
export const soon = (milliseconds = 60_000) => new Date(Date.now() + milliseconds).toISOString();
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

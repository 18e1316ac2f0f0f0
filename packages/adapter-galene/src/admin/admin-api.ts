import type { HttpClient } from '@whipway/adapter-whip';
import { WhipError } from '@whipway/core';
import { decodePathPart, type GaleneUrls } from './galene-urls.js';

type Reply = Awaited<ReturnType<HttpClient['send']>>;

export interface TokenWish {
  readonly username: string;
  readonly permissions: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly expires: number;
}

/** What is read of a group’s description. */
export interface GroupDescription {
  readonly comment: string;
  /** Undefined: no limit. */
  readonly maxClients: number | undefined;
}

/** Galene’s admin API (`/galene-api/v0/`, since 0.9), with HTTP Basic, which every version takes. */
export class AdminApi {
  readonly #http: HttpClient;
  readonly #urls: GaleneUrls;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    http: HttpClient,
    urls: GaleneUrls,
    { username, password }: { readonly username: string; readonly password: string },
    headers: Readonly<Record<string, string>>,
  ) {
    this.#http = http;
    this.#urls = urls;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    this.#headers = { ...headers, Authorization: `Basic ${basic}` };
  }

  /** False when there is one of this name. @throws WhipError */
  async createGroup(group: string, description: object): Promise<boolean> {
    const url = this.#urls.groups(group);
    const reply = await this.#send('PUT', url, description, { 'If-None-Match': '*' });
    if (reply.status === 412) return false;
    this.#require(
      reply,
      [201, 204],
      'make a group; writableGroups may be missing in its config.json',
    );
    return true;
  }

  /** Lets everybody in, to watch. @throws WhipError */
  async openToViewers(group: string): Promise<void> {
    const user = this.#urls.groups(group, '/.wildcard-user');
    const made = await this.#send('PUT', user, { permissions: 'observe' });
    this.#require(made, [201, 204], 'open a group to viewers');
    const opened = await this.#send('PUT', `${user}/.password`, { type: 'wildcard' });
    this.#require(opened, [201, 204], 'open a group to viewers');
  }

  /** Undefined when there is none. @throws WhipError */
  async group(group: string): Promise<GroupDescription | undefined> {
    const reply = await this.#send('GET', this.#urls.groups(group));
    if (reply.status === 404) return undefined;
    this.#require(reply, [200], 'describe a group');
    const { comment, 'max-clients': maximum } = asObject(readJson(reply));
    return {
      comment: typeof comment === 'string' ? comment : '',
      maxClients: typeof maximum === 'number' && maximum > 0 ? maximum : undefined,
    };
  }

  /** Its live sessions go on: they have to be deleted before. @throws WhipError */
  async deleteGroup(group: string): Promise<void> {
    const reply = await this.#send('DELETE', this.#urls.groups(group));
    this.#require(reply, [200, 204, 404], 'remove a group');
  }

  /**
   * The new token; undefined when there is no such group. `expires` is needed: without it Galene
   * refuses every use.
   *
   * @throws WhipError
   */
  async mintToken(
    group: string,
    { username, permissions, expires }: TokenWish,
  ): Promise<string | undefined> {
    const reply = await this.#send('POST', this.#urls.groups(group, '/.tokens/'), {
      username,
      permissions,
      expires: new Date(expires).toISOString(),
    });
    if (reply.status === 404) return undefined;
    this.#require(reply, [201], 'make a token');
    const location = reply.header('location') ?? '';
    const token = decodePathPart(location.split('/').at(-1) ?? '');
    if (!token) throw new WhipError('backend-failed', 'Galene made a token without a name.');
    return token;
  }

  /** @throws WhipError */
  async revokeToken(group: string, token: string): Promise<void> {
    const below = `/.tokens/${encodeURIComponent(token)}`;
    const reply = await this.#send('DELETE', this.#urls.groups(group, below));
    this.#require(reply, [200, 204, 404], 'revoke a token');
  }

  /** How many clients are in a group. @throws WhipError */
  async clientCount(group: string): Promise<number> {
    const reply = await this.#send('GET', this.#urls.stats());
    this.#require(reply, [200], 'tell its statistics');
    const groups = readJson(reply);
    const found = (Array.isArray(groups) ? groups : [])
      .map(asObject)
      .find(({ name }) => name === group);
    return Array.isArray(found?.['clients']) ? found['clients'].length : 0;
  }

  #send(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    target: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    const url = new URL(target);
    const typed = body === undefined ? {} : { 'Content-Type': 'application/json' };
    return this.#http.send({
      method,
      url,
      home: url,
      headers: { ...this.#headers, ...typed, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  #require({ status }: Reply, expected: readonly number[], what: string): void {
    if (expected.includes(status)) return;
    if (status === 401 || status === 403)
      throw new WhipError(
        'backend-refused',
        `Galene does not let the gateway’s admin ${what}. (status ${status})`,
      );
    if (status === 404)
      throw new WhipError('backend-refused', `Galene has no such group to ${what}.`);
    throw new WhipError('backend-failed', `Galene could not ${what}. (status ${status})`);
  }
}

function readJson({ body }: Reply): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new WhipError('backend-failed', 'Galene’s admin API answers no JSON.', { cause });
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

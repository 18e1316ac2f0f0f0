/** What an endpoint's POST and PUT take and answer, as far as these tests look at it. */
export interface KnownEndpoint {
  readonly id: string;
  readonly token?: string;
  readonly revision: string;
}

/** What the recorded offers came with. */
const OBS = 'Mozilla/5.0 (OBS-Studio/32.2.2; Linux x86_64; en-US)';

/** The admin API of a running server, called as a program would. */
export class AdminCalls {
  readonly #url: string;
  readonly #token: string;

  /** @param url the server's, without a slash at its end */
  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(`${this.#url}/api/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response;
  }

  async create(endpoint: Readonly<Record<string, unknown>>): Promise<KnownEndpoint> {
    const response = await this.call('POST', 'endpoints', endpoint);
    return (await response.json()) as KnownEndpoint;
  }

  async change(id: string, change: Readonly<Record<string, unknown>>): Promise<void> {
    const etag = (await this.call('GET', `endpoints/${id}`)).headers.get('ETag');
    await this.call('PUT', `endpoints/${id}`, change, { 'If-Match': etag ?? '*' });
  }

  async destroy(id: string): Promise<void> {
    await this.call('DELETE', `endpoints/${id}`);
  }

  async endpointIds(): Promise<readonly string[]> {
    const response = await this.call('GET', 'endpoints?limit=500');
    const { items } = (await response.json()) as { items: readonly KnownEndpoint[] };
    return items.map(({ id }) => id);
  }

  /** Name of the endpoint's newest live session. */
  liveSession(endpoint: string): Promise<string> {
    return this.#newestSession(endpoint, 'live');
  }

  /** Name of the endpoint's latest session that is over. */
  endedSession(endpoint: string): Promise<string> {
    return this.#newestSession(endpoint, 'ended');
  }

  async #newestSession(endpoint: string, state: string): Promise<string> {
    const response = await this.call('GET', `sessions?endpoint=${endpoint}&state=${state}`);
    const { items } = (await response.json()) as { items: readonly { name: string }[] };
    const [newest] = items;
    if (!newest) throw new Error(`${endpoint} has no session that is ${state}`);
    return newest.name;
  }

  async tearDown(name: string, note: string): Promise<void> {
    await this.call('DELETE', `sessions/${name}`, { note });
  }

  /** Opens a session with a recorded offer; no media follows. */
  async publish(id: string, token: string, offer: string): Promise<string> {
    const response = await fetch(`${this.#url}/whip/endpoint/${id}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/sdp',
        'User-Agent': OBS,
      },
      body: offer,
    });
    if (response.status !== 201) throw new Error(`POST ${id}: ${await response.text()}`);
    return response.headers.get('Location') ?? '';
  }
}

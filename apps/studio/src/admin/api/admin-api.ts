import { ApiError } from './api-error.js';
import { type ApiAccess, type ApiRequest, sendRequest } from './api-request.js';
import type {
  Backend,
  Endpoint,
  EndpointChange,
  EndpointInput,
  MadeToken,
  Page,
  Server,
  Session,
  SessionDetails,
  SessionStatistics,
} from './wire.js';

/** An endpoint with the tag that the next change of it has to name. */
export interface TaggedEndpoint {
  readonly endpoint: Endpoint;
  readonly etag: string;
}

export interface SessionFilter {
  readonly endpoint?: string;
  readonly state?: 'live' | 'ended';
  readonly kind?: 'publish' | 'watch';
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly cursor?: string;
}

/** Lists are read in pages of this many: the most that the server gives at once. */
const PAGE_SIZE = 500;

/** The admin API of the server that this page came from. Every call throws an `ApiError`. */
export class AdminApi {
  readonly access: ApiAccess;

  constructor(access: ApiAccess) {
    this.access = access;
  }

  server(signal?: AbortSignal): Promise<Server> {
    return this.#get({ path: 'server', ...optional({ signal }) });
  }

  async backends(signal?: AbortSignal): Promise<readonly Backend[]> {
    const { items } = await this.#get<{ items: readonly Backend[] }>({
      path: 'backends',
      ...optional({ signal }),
    });
    return items;
  }

  /** Every endpoint, page by page as they come. */
  endpoints(signal?: AbortSignal): AsyncGenerator<Page<Endpoint>> {
    return this.#pages<Endpoint>({ path: 'endpoints', ...optional({ signal }) });
  }

  async endpoint(id: string, signal?: AbortSignal): Promise<TaggedEndpoint> {
    return tagged(await this.#send({ path: endpointPath(id), ...optional({ signal }) }));
  }

  async create(input: EndpointInput): Promise<TaggedEndpoint> {
    return tagged(await this.#send({ method: 'POST', path: 'endpoints', body: input }));
  }

  /** @param etag of the version that the change was made from; the server refuses another (412). */
  async update(id: string, change: EndpointChange, etag: string): Promise<TaggedEndpoint> {
    const request = { method: 'PUT', path: endpointPath(id), body: change, ifMatch: etag } as const;
    return tagged(await this.#send(request));
  }

  /** One that is not there any more is as it was meant to be. */
  async destroy(id: string): Promise<void> {
    await this.#send({ method: 'DELETE', path: endpointPath(id) }).catch(unlessGone);
  }

  /** @param expiresIn life of the token, seconds */
  issueToken(
    id: string,
    action: 'publish' | 'watch',
    expiresIn: number,
    signal?: AbortSignal,
  ): Promise<MadeToken> {
    const path = `${endpointPath(id)}/tokens`;
    const body = { action, expiresIn };
    return this.#get({ method: 'POST', path, body, ...optional({ signal }) });
  }

  /** Every session that is live now, page by page. */
  liveSessions(signal?: AbortSignal): AsyncGenerator<Page<Session>> {
    return this.#pages<Session>({
      path: 'sessions',
      query: { state: 'live' },
      ...optional({ signal }),
    });
  }

  /** One page of sessions, the newest first. */
  sessions(filter: SessionFilter, signal?: AbortSignal): Promise<Page<Session>> {
    return this.#get({ path: 'sessions', query: { ...filter }, ...optional({ signal }) });
  }

  session(name: string, signal?: AbortSignal): Promise<SessionDetails> {
    return this.#get({ path: sessionPath(name), ...optional({ signal }) });
  }

  statistics(name: string, signal?: AbortSignal): Promise<SessionStatistics> {
    return this.#get({ path: `${sessionPath(name)}/stats`, ...optional({ signal }) });
  }

  /** One that ended by itself meanwhile is as it was meant to be. */
  async tearDown(name: string, note: string): Promise<void> {
    const body = note ? { note } : undefined;
    const request = { method: 'DELETE', path: sessionPath(name), ...optional({ body }) } as const;
    await this.#send(request).catch(unlessGone);
  }

  #send(request: ApiRequest): Promise<Response> {
    return sendRequest(this.access, request);
  }

  async #get<Answer>(request: ApiRequest): Promise<Answer> {
    const response = await this.#send(request);
    return (await response.json()) as Answer;
  }

  async *#pages<Item>(request: ApiRequest): AsyncGenerator<Page<Item>> {
    let cursor: string | undefined;
    do {
      const query = { ...request.query, limit: PAGE_SIZE, cursor };
      const page = await this.#get<Page<Item>>({ ...request, query });
      yield page;
      cursor = page.next;
    } while (cursor !== undefined);
  }
}

function unlessGone(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 404)) throw error;
}

async function tagged(response: Response): Promise<TaggedEndpoint> {
  const endpoint = (await response.json()) as Endpoint;
  return { endpoint, etag: response.headers.get('ETag') ?? `"${endpoint.revision}"` };
}

function endpointPath(id: string): string {
  return `endpoints/${encodeURIComponent(id)}`;
}

function sessionPath(name: string): string {
  return `sessions/${encodeURIComponent(name)}`;
}

/** Leaves out what is undefined. */
function optional<Value extends object>(
  value: Value,
): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };
}

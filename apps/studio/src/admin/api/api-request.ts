import { ApiError, readProblem } from './api-error.js';

/** How to reach the API: one server, one token. */
export interface ApiAccess {
  /** Ends in `/api/`. */
  readonly base: string;
  readonly token: string;
  /** Default: the browser's. */
  readonly fetch?: typeof fetch;
  /** Longest wait for an answer, milliseconds. Default 10 000, and 30 000 for what changes something. */
  readonly deadline?: number;
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base, already escaped. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

/** A change waits for the media server, which may be given an endpoint anew. */
const DEADLINES = { GET: 10_000, POST: 30_000, PUT: 30_000, DELETE: 30_000 } as const;

/** Longest wait for an answer, milliseconds. */
export function deadlineOf(
  { deadline }: Pick<ApiAccess, 'deadline'>,
  { method = 'GET' }: Pick<ApiRequest, 'method'>,
): number {
  return deadline ?? DEADLINES[method];
}

/**
 * Sends one request.
 * @throws ApiError when it is refused, fails, or takes too long
 * @throws DOMException AbortError when the signal fires
 */
export async function sendRequest(access: ApiAccess, request: ApiRequest): Promise<Response> {
  const send = access.fetch ?? fetch;
  const late = AbortSignal.timeout(deadlineOf(access, request));
  const signal = request.signal ? AbortSignal.any([late, request.signal]) : late;
  let response: Response;
  try {
    response = await send(requestUrl(access.base, request), {
      ...requestInit(access, request),
      signal,
    });
  } catch (cause) {
    if (request.signal?.aborted) throw cause;
    throw noAnswer(late.aborted, cause);
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

function requestUrl(base: string, { path, query = {} }: ApiRequest): string {
  const url = new URL(path, base);
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') url.searchParams.set(key, String(value));
  return url.href;
}

function requestInit({ token }: ApiAccess, { method, body, ifMatch }: ApiRequest): RequestInit {
  const headers = new Headers({ Authorization: `Bearer ${token}`, Accept: 'application/json' });
  if (ifMatch !== undefined) headers.set('If-Match', ifMatch);
  if (body === undefined) return { method: method ?? 'GET', headers };
  headers.set('Content-Type', 'application/json');
  return { method: method ?? 'GET', headers, body: JSON.stringify(body) };
}

function noAnswer(late: boolean, cause: unknown): ApiError {
  return late
    ? new ApiError({ title: 'The server does not answer', detail: 'It took too long.', cause })
    : new ApiError({
        title: 'The server cannot be reached',
        detail: 'Is it running, and is this device online?',
        cause,
      });
}

import { ApiError, readProblem } from './api-error.js';

/** How to reach the API: one server, one token. */
export interface ApiAccess {
  /** Ends in `/api/`. */
  readonly base: string;
  readonly token: string;
  /** Default: the browser's. */
  readonly fetch?: typeof fetch;
  /** Longest wait for an answer, milliseconds. Default 10 000. */
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

const DEADLINE = 10_000;

/**
 * Sends one request.
 * @throws ApiError when it is refused, fails, or takes too long
 * @throws DOMException AbortError when the signal fires
 */
export async function sendRequest(access: ApiAccess, request: ApiRequest): Promise<Response> {
  const send = access.fetch ?? fetch;
  const late = AbortSignal.timeout(access.deadline ?? DEADLINE);
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

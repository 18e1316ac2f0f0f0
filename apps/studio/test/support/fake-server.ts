/** A request as the fake server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: unknown;
}

type Reply = (
  request: SeenRequest,
  signal: AbortSignal | undefined,
) => Response | Promise<Response>;

/** Stands in for `fetch`: keeps what it was asked and answers in turn, the last answer for ever. */
export function fakeServer(...replies: readonly [Reply, ...Reply[]]) {
  const seen: SeenRequest[] = [];
  const send = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const request: SeenRequest = {
      method: init.method ?? 'GET',
      url: new URL(String(input)),
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    };
    seen.push(request);
    const reply = replies[Math.min(seen.length, replies.length) - 1] ?? replies[0];
    return reply(request, init.signal ?? undefined);
  };
  return { seen, fetch: send as typeof fetch };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** The body of a refusal (RFC 9457). Every member may be missing. */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly status?: number;
  /** Stable code of the kind of problem; an extension member that Whipway sends. */
  readonly code?: string;
  /** What to do about it; an extension member that Whipway sends. */
  readonly advice?: string;
}

const TEXT_MEMBERS = ['type', 'title', 'detail', 'code', 'advice'] as const;

/** Reads `application/problem+json`; undefined for anything else. Never throws. */
export async function readProblem(response: Response): Promise<Problem | undefined> {
  const type = response.headers.get('content-type') ?? '';
  if (!/^application\/(?:problem\+)?json\b/i.test(type)) return undefined;
  try {
    return problemFrom(await response.json());
  } catch {
    return undefined;
  }
}

function problemFrom(body: unknown): Problem | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(body));
  const texts = TEXT_MEMBERS.flatMap((name) => {
    const value = members.get(name);
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const status = members.get('status');
  return { ...Object.fromEntries(texts), ...(typeof status === 'number' ? { status } : {}) };
}

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

/** Reads `application/problem+json` or another JSON, its members of the expected type; undefined for anything else. Never throws. */
export async function readProblem(response: Response): Promise<Problem | undefined> {
  const type = response.headers.get('content-type') ?? '';
  if (!/\bjson\b/i.test(type)) return undefined;
  try {
    return membersOf(await response.json());
  } catch {
    return undefined;
  }
}

/** @throws TypeError for null */
function membersOf(body: object): Problem | undefined {
  if (typeof body !== 'object') return undefined;
  const members = Object.entries(body).filter(
    ([name, value]) => typeof value === (name === 'status' ? 'number' : 'string'),
  );
  return Object.fromEntries(members);
}

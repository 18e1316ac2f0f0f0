/** A fault of one value that was sent. */
export interface ValueFault {
  /** Place of the value, `['janus', 'room']`. */
  readonly path: readonly string[];
  readonly message: string;
}

interface ApiErrorFields {
  readonly title: string;
  readonly detail?: string;
  /** HTTP status; undefined when no answer came. */
  readonly status?: number;
  /** The problem's stable code. */
  readonly code?: string;
  readonly faults?: readonly ValueFault[];
  readonly cause?: unknown;
}

/** A request to the admin API that failed. Its message never has the token. */
export class ApiError extends Error {
  readonly title: string;
  readonly detail: string;
  readonly status: number | undefined;
  readonly code: string;
  readonly faults: readonly ValueFault[];

  constructor({ title, detail = '', status, code = '', faults = [], cause }: ApiErrorFields) {
    super(detail ? `${title}: ${detail}` : title, { cause });
    this.name = 'ApiError';
    this.title = title;
    this.detail = detail;
    this.status = status;
    this.code = code;
    this.faults = faults;
  }

  /** The server did not answer at all. */
  get unreachable(): boolean {
    return this.status === undefined;
  }
}

/** Reads a problem document (RFC 9457), or whatever a proxy answered in its place. */
export async function readProblem(response: Response): Promise<ApiError> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => undefined);
  const problem = isRecord(body) ? body : {};
  return new ApiError({
    status,
    title: text(problem['title']) || `The server refused with status ${status}`,
    detail: text(problem['detail']),
    code: text(problem['code']),
    faults: Array.isArray(problem['problems']) ? problem['problems'].flatMap(readFault) : [],
  });
}

/** A path is written as `janus.create.videoCodecs[0]`. */
function readFault(fault: unknown): readonly ValueFault[] {
  if (!isRecord(fault)) return [];
  const message = text(fault['message']);
  const path = text(fault['path'])
    .split(/[.[\]]+/)
    .filter(Boolean);
  return message ? [{ path, message }] : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

import { ADMIN_ERROR_CODES, type AdminErrorCode } from './error-codes.js';

const brand = Symbol.for('@whipway/admin/AdminError');

/** One thing that is wrong with what was sent. Its text never holds a value that was given. */
export interface InputProblem {
  /** Where: `janus.room`. */
  readonly path: string;
  readonly message: string;
}

export interface AdminErrorOptions {
  /** For logs only. */
  readonly cause?: unknown;
  readonly problems?: readonly InputProblem[];
}

/** What the admin API refuses on purpose. The message is a sentence for whoever asked. */
export class AdminError extends Error {
  readonly [brand] = true;
  override readonly name = 'AdminError';
  readonly code: AdminErrorCode;
  readonly problems: readonly InputProblem[] | undefined;

  constructor(
    code: AdminErrorCode,
    message: string = ADMIN_ERROR_CODES[code].advice,
    { cause, problems }: AdminErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.problems = problems;
  }

  static is(value: unknown): value is AdminError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}

import { ERROR_CODES, type WhipErrorCode } from './error-codes.js';

const brand = Symbol.for('@whipway/core/WhipError');

export interface WhipErrorOptions {
  /** The error underneath, for logs only: it never reaches a client. */
  readonly cause?: unknown;
  /** Seconds after which another try makes sense; becomes `Retry-After`. */
  readonly retryAfter?: number;
  /** Id of the rule that was broken, e.g. `S-20`; see docs/checklist.md. */
  readonly rule?: string;
}

/**
 * Every failure the core or an adapter reports on purpose. Anything else thrown is a bug.
 *
 * The message is a sentence for the client's user. It must hold no token, ICE password or address
 * of the inner network. Recognise it with {@link WhipError.is}, never with `instanceof`: two copies
 * of this package in one process do no harm.
 */
export class WhipError extends Error {
  readonly [brand] = true;
  override readonly name = 'WhipError';
  readonly code: WhipErrorCode;
  readonly retryAfter: number | undefined;
  readonly rule: string | undefined;

  constructor(code: WhipErrorCode, message: string, options: WhipErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryAfter = options.retryAfter;
    this.rule = options.rule;
  }

  /** HTTP status of this error, from {@link ERROR_CODES}. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  static is(value: unknown): value is WhipError {
    return typeof value === 'object' && value !== null && brand in value;
  }

  /** The value itself when it is a WhipError; else one with `code`, the value kept as cause. */
  static from(
    value: unknown,
    code: WhipErrorCode = 'internal',
    message: string = ERROR_CODES[code].title,
  ): WhipError {
    return WhipError.is(value) ? value : new WhipError(code, message, { cause: value });
  }
}

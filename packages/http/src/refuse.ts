import { ERROR_CODES, WhipError, type WhipErrorCode } from '@whipway/core';

/** An error of the HTTP side; without a detail of its own the table's advice is the sentence. */
export function refusal(code: WhipErrorCode, detail: string = ERROR_CODES[code].advice): WhipError {
  return new WhipError(code, detail);
}

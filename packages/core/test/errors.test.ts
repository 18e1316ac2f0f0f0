import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, WhipError } from '../src/index.js';
import { document } from './support/document.js';
import { errorCodesDocument } from './support/error-codes-document.js';

describe('WhipError', () => {
  it('knows its status, and is recognised by brand and not by class', () => {
    const error = new WhipError('endpoint-busy', 'Taken.', { retryAfter: 3, rule: 'S-20' });
    expect(error).toMatchObject({ status: 409, retryAfter: 3, rule: 'S-20' });
    expect(WhipError.is(error)).toBe(true);
    expect(WhipError.is({ [Symbol.for('@whipway/core/WhipError')]: true })).toBe(true);
    expect(WhipError.is(new Error('x'))).toBe(false);
    expect(WhipError.is(null)).toBe(false);
  });

  it('keeps itself, and keeps anything else as the cause', () => {
    const error = new WhipError('internal', 'x');
    expect(WhipError.from(error, 'backend-failed')).toBe(error);
    const cause = new Error('socket closed');
    const wrapped = WhipError.from(cause, 'backend-failed');
    expect(wrapped).toMatchObject({ code: 'backend-failed', cause });
    expect(wrapped.message).not.toContain('socket');
  });

  it('has 406 nowhere: it means a counter-offer in WHEP (S-47)', () => {
    const statuses: number[] = Object.values(ERROR_CODES).map(({ status }) => status);
    expect(statuses).not.toContain(406);
    for (const status of statuses) expect(status).toBeGreaterThanOrEqual(400);
  });
});

it('docs/error-codes.md is printed from the table (WHIPWAY_PRINT_DOCUMENTS=1 prints it)', () => {
  expect(document('error-codes.md', errorCodesDocument())).toBe(errorCodesDocument());
});

import { describe, expect, it } from '@jest/globals';
import { CLIENT_ERROR_CODES, ClientError, type ClientErrorCode } from '@whipway/client';
import { ERROR_CODES } from '@whipway/core';
import { errorWords } from '../../src/errors/error-words.js';

const codes = Object.keys(CLIENT_ERROR_CODES) as ClientErrorCode[];

describe('words for a failure', () => {
  it.each(codes)('of the client, %s', (code) => {
    const { title, advice } = errorWords(new ClientError(code));
    expect(title).toBe(CLIENT_ERROR_CODES[code].replace(/\.$/, ''));
    expect(advice).toMatch(/[.?]$/);
  });

  it.each(Object.entries(ERROR_CODES))('of the server, %s', (code, { status, title, advice }) => {
    const problem = { code, title, status, detail: 'About this case.' };
    const error = new ClientError(status >= 500 ? 'server-failed' : 'refused', undefined, {
      status,
      problem,
    });
    expect(errorWords(error)).toEqual({ title, detail: 'About this case.', advice });
  });

  it('say a thing once', () => {
    const { title, advice } = ERROR_CODES['credential-invalid'];
    const problem = { code: 'credential-invalid', title, detail: advice };
    const error = new ClientError('refused', advice, { status: 401, problem });
    expect(errorWords(error)).toEqual({ title, detail: '', advice });
  });

  // biome-ignore format: one case a line
  it.each([
    [401, 'token'], [403, 'token'], [404, 'address'], [409, 'publishing here'], [429, 'Wait'],
    [418, 'address'], [500, 'log'], [503, 'shortly'],
  ])('of another server, status %i', (status, word) => {
    const code = status >= 500 ? 'server-failed' : 'refused';
    const words = errorWords(new ClientError(code, undefined, { status }));
    expect(words.title).toContain(String(status));
    expect(words.advice).toContain(word);
  });

  // biome-ignore format: one case a line
  it.each([
    ['NotAllowedError', 'not allowed'], ['NotFoundError', 'No camera'], ['NotReadableError', 'in use'],
    ['OverconstrainedError', 'gone'], ['SecurityError', 'https'],
  ])('of a device, %s', (name, word) => {
    expect(errorWords(new DOMException('browser talk', name)).title).toContain(word);
  });

  it.each([new Error('odd'), 'odd', undefined, null, { odd: true }])('of anything, %p', (error) => {
    expect(errorWords(error).title).toBe('Something went wrong');
  });
});

import { describe, expect, it } from '@jest/globals';
import { CLIENT_ERROR_CODES, ClientError } from '@whipway/client';
import { EXIT_CODES } from '../../src/cli/exit-codes.js';
import { explainFailure, explainUndeleted, rootCause } from '../../src/run/explain-failure.js';

const URL_ = 'http://media.example:7080/whip/endpoint/live';
const explained = (...args: ConstructorParameters<typeof ClientError>) =>
  explainFailure(new ClientError(...args), URL_);

describe('a failed session', () => {
  // biome-ignore format: one failure a line, read it as a table
  it.each([
    ['refused',          401, 'token',       /401.*--token/],
    ['refused',          403, 'token',       /not for this endpoint/],
    ['refused',          404, 'refused',     /no such endpoint/],
    ['refused',          409, 'refused',     /Somebody else/],
    ['refused',          422, 'refused',     /answered 422: The codec is not taken\.$/],
    ['unexpected-reply', 406, 'refused',     /406/],
    ['unexpected-reply', 302, 'server',      /302/],
    ['server-failed',    503, 'server',      /answered 503/],
  ] as const)('%s with %i ends with %s', (code, status, ending, message) => {
    const error = explained(code, 'The codec is not taken', { status });
    expect(error.ending).toBe(ending);
    expect(error.message).toMatch(message);
  });

  // biome-ignore format: one failure a line, read it as a table
  it.each([
    ['unreachable',     'unreachable', /^http:\/\/media\.example:7080 cannot be reached: /],
    ['timeout',         'unreachable', /did not answer in time/],
    ['insecure-url',    'usage',       /--insecure/],
    ['connection-lost', 'connection',  /UDP.*--turn-server/],
    ['session-gone',    'connection',  /^The server has ended the session\.$/],
    ['answer-unusable', 'server',      /SDP/],
  ] as const)('%s ends with %s', (code, ending, message) => {
    const error = explained(code);
    expect(error.ending).toBe(ending);
    expect(error.message).toMatch(message);
  });

  it('names the place that a redirect leads to', () => {
    const error = new ClientError('insecure-url', 'The server redirects to http://b.');
    expect(explainFailure(error, 'https://a.example/x').message).toBe(error.message);
    expect(explainFailure(error, 'http://localhost/x').message).toBe(error.message);
  });

  it('is also one when the session was not deleted', () => {
    const server = explainUndeleted(new ClientError('server-failed', 'Oh.', { status: 500 }), URL_);
    expect([server.ending, server.message]).toEqual([
      'server',
      'The session was not deleted. The server answered 500: Oh.',
    ]);
    expect(explainUndeleted(new ClientError('unreachable'), URL_).ending).toBe('unreachable');
    expect(explainUndeleted(undefined, URL_).message).toMatch(/did not answer in time/);
  });

  it('has an exit code whatever it is', () => {
    for (const code of Object.keys(CLIENT_ERROR_CODES) as ClientError['code'][])
      expect(EXIT_CODES[explained(code).ending].code).toBeGreaterThan(0);
  });
});

describe('the root of a failure', () => {
  it('is what the system said', () => {
    const refused = new Error('connect ECONNREFUSED 127.0.0.1:1');
    expect(rootCause(new TypeError('fetch failed', { cause: refused }))).toBe(refused.message);
    const both = new AggregateError([new Error('::1'), refused], '');
    expect(rootCause(new TypeError('fetch failed', { cause: both }))).toBe(refused.message);
    expect(rootCause(Object.assign(new Error(''), { code: 'ENETUNREACH' }))).toBe('ENETUNREACH');
    expect(rootCause('odd')).toBe('odd');
  });
});

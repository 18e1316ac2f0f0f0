import { describe, expect, it } from '@jest/globals';
import type { HttpReply } from '../../src/http/http-message.js';
import { PATCH_REFUSALS, POST_REFUSALS, refusal } from '../../src/relay/refusals.js';

const NOW = Date.parse('2026-11-25T00:00:00Z');

function reply(status: number, headers: Record<string, string> = {}, body = ''): HttpReply {
  const url = new URL('http://upstream.example/');
  return {
    lines: () => [],
    status,
    url,
    body,
    header: (name) => headers[name],
  };
}

function told(answer: HttpReply, tables = [POST_REFUSALS]): string {
  const { code, message } = refusal(answer, 'The server', NOW, tables);
  return `${code}: ${message}`;
}

// biome-ignore format: one row a line, read it as a table
describe('a refused POST', () => {
  it.each([
    [301, 'backend-refused'],
    [302, 'backend-refused'],
    [303, 'backend-refused'],
    [400, 'offer-unsupported'],
    [401, 'backend-refused'],
    [403, 'backend-refused'],
    [404, 'backend-refused'],
    [405, 'backend-refused'],
    [406, 'offer-unsupported'],
    [408, 'backend-timeout'],
    [409, 'endpoint-busy'],
    [410, 'backend-refused'],
    [413, 'body-too-large'],
    [415, 'backend-refused'],
    [418, 'backend-refused'],
    [422, 'offer-unsupported'],
    [429, 'backend-unavailable'],
    [499, 'backend-refused'],
    [500, 'backend-failed'],
    [503, 'backend-unavailable'],
    [504, 'backend-timeout'],
    [599, 'backend-failed'],
  ])('%i is %s', (status, code) => {
    expect(told(reply(status))).toMatch(new RegExp(`^${code}: .* \\(status ${status}\\)$`));
  });
});

describe('a refused PATCH', () => {
  it.each([
    [401, 'backend-refused'],
    [412, 'backend-failed'],
    [428, 'backend-failed'],
    [429, 'backend-unavailable'],
    [500, 'backend-failed'],
  ])('%i is %s', (status, code) => {
    expect(told(reply(status), [PATCH_REFUSALS])).toMatch(new RegExp(`^${code}: `));
  });
});

describe('Retry-After', () => {
  it.each([
    ['7', 7],
    ['0', 0],
    ['99999', 3600],
    ['Wed, 25 Nov 2026 00:00:09 GMT', 9],
    ['Wed, 25 Nov 2020 00:00:00 GMT', 0],
    ['soon', 5],
    [undefined, 5],
  ])('%s: %s seconds (C-29)', (value, seconds) => {
    const answer = reply(503, value === undefined ? {} : { 'retry-after': value });
    expect(refusal(answer, 'x', NOW, [POST_REFUSALS]).retryAfter).toBe(seconds);
  });
});

describe('the server’s own words', () => {
  const problem = (detail: unknown) =>
    told(reply(422, { 'content-type': 'application/problem+json' }, JSON.stringify({ detail })));

  it('are passed on', () => {
    expect(problem('No VP9 here.')).toMatch(/\(status 422: No VP9 here\.\)$/);
  });

  it.each([
    ['a token in it: eyJhbGciOiJIUzI1NiJ9abc'],
    ['wrong ice-ufrag: abcd'],
    ['two\nlines'],
    [42],
    [undefined],
  ])('%j is kept back', (detail) => {
    expect(problem(detail)).toMatch(/\(status 422\)$/);
  });

  it('are not looked for in a page', () => {
    expect(told(reply(422, { 'content-type': 'text/html' }, '{"detail":"x"}'))).toMatch(
      /\(status 422\)$/,
    );
  });

  it('may be broken JSON', () => {
    expect(told(reply(422, { 'content-type': 'application/problem+json' }, '{'))).toMatch(
      /\(status 422\)$/,
    );
  });
});

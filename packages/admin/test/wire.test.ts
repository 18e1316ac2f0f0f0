import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { EVENTS, endpointChange, endpointInput, tokenInput } from '../src/wire/index.js';

const blocks = { janus: z.strictObject({ room: z.int().optional() }) };
const input = endpointInput(blocks);

describe('the input of an endpoint', () => {
  it.each([
    { id: 'a' },
    { id: 'a', token: 'secret' },
    { id: 'a', publish: 'public', watch: { token: 'see' } },
    { id: 'a', janus: { room: 7 } },
  ])('takes %j as it is', (value) => {
    expect(input.parse(value)).toEqual(value);
  });

  it.each([
    [{}, ['id']],
    [{ id: '..' }, ['id']],
    [{ id: 'a', token: 'a b' }, ['token']],
    [{ id: 'a', token: 'secret', publish: 'public' }, ['publish']],
    [{ id: 'a', watch: 'all' }, ['watch']],
    [{ id: 'a', janus: { room: 'x' } }, ['janus.room']],
    [{ id: 'a', galene: {} }, ['']],
    [{ id: 'a/b', token: '', janus: { room: 'x' } }, ['id', 'token', 'janus.room']],
  ])('finds everything wrong with %j', (value, places) => {
    const issues = input.safeParse(value).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual(places);
  });

  it('has no id when it changes one', () => {
    const change = endpointChange(blocks);
    expect(change.parse({ token: 'secret' })).toEqual({ token: 'secret' });
    expect(change.safeParse({ id: 'a' }).success).toBe(false);
  });
});

it('a short-lived token lives an hour unless asked otherwise, and a day at most', () => {
  expect(tokenInput.parse({ action: 'watch' })).toEqual({ action: 'watch', expiresIn: 3600 });
  for (const expiresIn of [0, 86_401, 1.5, '60'])
    expect(tokenInput.safeParse({ action: 'publish', expiresIn }).success).toBe(false);
});

it('every schema can be told as JSON Schema', () => {
  for (const schema of [input, tokenInput, ...Object.values(EVENTS)])
    expect(() => z.toJSONSchema(schema)).not.toThrow();
});

import { describe, expect, it } from '@jest/globals';
import { followRedirects } from '../../src/http/redirects.js';

interface Seen {
  readonly url: string;
  readonly method: string | undefined;
  readonly body: unknown;
  readonly authorization: string | null;
}

function server(replies: Readonly<Record<string, [status: number, location?: string]>>) {
  const seen: Seen[] = [];
  const fetchOnce: typeof fetch = async (input, init = {}) => {
    const url = String(input);
    const authorization = new Headers(init.headers).get('authorization');
    expect(init.redirect).toBe('manual');
    seen.push({ url, method: init.method, body: init.body, authorization });
    const [status, location] = replies[url] ?? [201];
    return new Response(null, { status, headers: location ? { location } : {} });
  };
  return { seen, fetchOnce };
}

const LOCAL = { trusted: [], allowInsecure: true };
const POST = { method: 'POST', body: 'offer', headers: { Authorization: 'Bearer x' } };

describe('redirects', () => {
  it.each([307, 308])('%i keeps method, body and token on the same origin', async (status) => {
    const { seen, fetchOnce } = server({ 'http://a/1': [status, '/2'] });
    const response = await followRedirects(fetchOnce, LOCAL)('http://a/1', POST);
    expect(response.status).toBe(201);
    expect(seen[1]).toEqual({
      url: 'http://a/2',
      method: 'POST',
      body: 'offer',
      authorization: 'Bearer x',
    });
  });

  it('to another origin lose the token, for good, and it is told', async () => {
    const { seen, fetchOnce } = server({
      'http://a/1': [307, 'http://b/2'],
      'http://b/2': [307, 'http://a/3'],
    });
    const told: unknown[] = [];
    const http = followRedirects(fetchOnce, { ...LOCAL, followed: (...hop) => told.push(hop) });
    await http('http://a/1', POST);
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer x', null, null]);
    expect(told).toEqual([
      ['http://a/1', 'http://b/2', false],
      ['http://b/2', 'http://a/3', false],
    ]);
  });

  it('to a trusted origin keep it', async () => {
    const { seen, fetchOnce } = server({ 'http://a/1': [307, 'http://b:81/2'] });
    await followRedirects(fetchOnce, { ...LOCAL, trusted: ['http://b:81'] })('http://a/1', POST);
    expect(seen[1]?.authorization).toBe('Bearer x');
  });

  it.each([301, 302, 303])('%i is returned as it is: it would lose the offer', async (status) => {
    const { seen, fetchOnce } = server({ 'http://a/1': [status, '/2'] });
    expect((await followRedirects(fetchOnce, LOCAL)('http://a/1', POST)).status).toBe(status);
    expect(seen).toHaveLength(1);
  });

  it('without a place to go are returned as they are', async () => {
    const { fetchOnce } = server({ 'http://a/1': [307] });
    expect((await followRedirects(fetchOnce, LOCAL)('http://a/1', POST)).status).toBe(307);
  });

  it('in a circle end', async () => {
    const { seen, fetchOnce } = server({ 'http://a/1': [307, '/1'] });
    await expect(followRedirects(fetchOnce, LOCAL)('http://a/1', POST)).rejects.toThrow(
      'redirects',
    );
    expect(seen).toHaveLength(6);
  });

  it.each([
    ['http://other.example/2', false, 1],
    ['http://other.example/2', true, 2],
    ['https://other.example/2', false, 2],
    ['http://127.0.0.1:1/2', false, 2],
  ])('to %s, insecure allowed: %s, make %i requests', async (to, allowInsecure, requests) => {
    const { seen, fetchOnce } = server({ 'https://a/1': [307, to] });
    const http = followRedirects(fetchOnce, { trusted: [], allowInsecure });
    const outcome = await http('https://a/1', POST).catch((error: unknown) => error);
    expect(seen).toHaveLength(requests);
    if (requests === 1)
      expect(outcome).toMatchObject({
        code: 'insecure-url',
        message: expect.stringMatching(/redirects to http:\/\/other\.example.*--insecure/),
      });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { HttpDebugging } from '../../src/cli/options.js';
import { showExchange } from '../../src/http/show-exchange.js';

const LINK = '<turn:t.example:3478>; rel="ice-server"; username="u"; credential="hid\\"den"';

async function shown(level: HttpDebugging): Promise<string> {
  const lines: string[] = [];
  const fetchOnce: typeof fetch = async () =>
    new Response('v=0\r\na=ice-pwd:hidden\r\n', {
      status: 201,
      headers: { ETag: '"x"', Link: LINK },
    });
  const http = showExchange(fetchOnce, level, (line) => lines.push(line));
  const response = await http('https://s.example/whip?token=hidden', {
    method: 'POST',
    headers: { Authorization: 'Bearer hidden', 'Content-Type': 'application/sdp' },
    body: 'v=0\r\na=ice-ufrag:seen\r\na=ice-pwd:hidden\r\n',
  });
  // What is shown is still there for the caller.
  expect(await response.text()).toContain('v=0');
  return lines.join('\n');
}

describe('--http-debugging', () => {
  it('none shows nothing', async () => {
    expect(await shown('none')).toBe('');
  });

  it('minimal shows what was asked and how it ended', async () => {
    expect(await shown('minimal')).toBe('> POST https://s.example/whip?token=***\n< 201');
  });

  it('headers and body show the rest', async () => {
    expect(await shown('headers')).toMatch(/> content-type: application\/sdp\n.*< etag: "x"/s);
    expect(await shown('body')).toMatch(/> {3}a=ice-ufrag:seen\n> {3}a=ice-pwd:\*\*\*/);
  });

  it.each(['minimal', 'headers', 'body'] as const)('%s shows no secret', async (level) => {
    expect(await shown(level)).not.toMatch(/hid/);
  });
});

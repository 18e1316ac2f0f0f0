import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ADMIN_ERROR_CODES } from '@whipway/admin';
import { CLOSE_REASONS } from '@whipway/core';
import { describeLive } from '@whipway/test-rig';
import { testFolder } from './support/folders.js';
import { runServer } from './support/running-server.js';

const DOCUMENT = readFileSync(new URL('../../../docs/admin-api.md', import.meta.url), 'utf8');
const ADMIN = 'admin-token-of-the-test';
const folder = testFolder();

describeLive({ describe, it }, ['curl'], 'the curl commands of docs/admin-api.md', () => {
  it('work as printed, one after the other', async () => {
    const { url } = await runServer({
      settings: { ADMIN__TOKEN: ADMIN, STORE__FILE: join(folder.path, 'endpoints.db') },
    });
    const [variables = '', ...commands] = [...DOCUMENT.matchAll(/^```sh\n(.*?)^```$/gms)].map(
      ([, text]) => text ?? '',
    );
    expect(variables).toContain('export API=http://127.0.0.1:7080/api ADMIN=');
    expect(commands.length).toBeGreaterThanOrEqual(7);
    const script = commands.join('\necho\n');
    const child = spawn('sh', ['-eu', '-c', script], {
      env: { PATH: process.env['PATH'], API: `${url}/api`, ADMIN },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 25_000,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, output }).toEqual({ code: 0, output });
    const answers = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as object);
    expect(answers).toMatchObject([
      { id: 'studio-1', watch: 'public' },
      { items: [{ id: 'studio-1' }], total: 1 },
      { id: 'studio-1', token: 'anothersecret', watchToken: 'forviewers' },
      { action: 'publish' },
      { items: [], total: 0 },
    ]);
    expect(output).toContain('event: reset');
  });
});

describe('docs/admin-api.md', () => {
  it('has every code of the API, as the table in the code has it', () => {
    const rows = [...DOCUMENT.matchAll(/^\| `([a-z-]+)` \| (\d+) \| (.*) \|$/gm)];
    const told = rows.map(([, code, status, advice]) => [code, Number(status), advice]);
    const known = Object.entries(ADMIN_ERROR_CODES).map(([code, { status, advice }]) => [
      code,
      status,
      advice,
    ]);
    expect(told).toEqual(known);
  });

  it('names only close reasons and files that there are', () => {
    for (const reason of ['endpoint-removed', 'revoked'])
      expect([DOCUMENT.includes(reason), Object.hasOwn(CLOSE_REASONS, reason)]).toEqual([
        true,
        true,
      ]);
  });
});

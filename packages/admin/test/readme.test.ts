import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '@whipway/test-rig';
import * as admin from '../src/index.js';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const TOKEN = 'readme-admin-token';

describe('the README', () => {
  it('its sample runs as printed, keeps what it makes, and stops', async () => {
    const [, sample = ''] = /```ts\n(.*?)```/s.exec(README) ?? [];
    // Inside the package, so that it finds itself by its name.
    const folder = mkdtempSync(fileURLToPath(new URL('../dist/.readme-', import.meta.url)));
    writeFileSync(join(folder, 'sample.mjs'), sample);
    try {
      for (const status of [201, 409]) {
        const port = await freePort();
        const child = spawn(process.execPath, [join(folder, 'sample.mjs')], {
          cwd: folder,
          env: { PATH: process.env['PATH'], PORT: `${port}`, ADMIN_TOKEN: TOKEN },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        const ended = once(child, 'close');
        try {
          expect(await make(port, ended)).toBe(status);
          const whip = `http://127.0.0.1:${port}/whip/endpoint/a`;
          expect((await fetch(whip, { headers: { Authorization: 'Bearer secret' } })).status).toBe(
            204,
          );
          child.kill('SIGTERM');
          expect(await ended).toEqual([0, null]);
        } finally {
          child.kill('SIGKILL');
          await ended;
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  it('names nothing that is not exported', () => {
    const [, table = ''] = /## Names\n(.*?)\n## /s.exec(README) ?? [];
    const names = [...table.matchAll(/^\| (.*?) \|/gm)]
      .flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)])
      .map(([, name = '']) => name);
    expect(names).toEqual(expect.arrayContaining(['createAdmin', 'SqliteStore']));
    const values = Object.keys(admin);
    expect(values.filter((name) => !names.includes(name))).toEqual([]);
  });
});

/** Makes an endpoint as soon as the sample listens. @returns the status */
async function make(port: number, ended: Promise<unknown>): Promise<number> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (;;) {
    if (over) throw new Error('the sample ended by itself');
    const response = await fetch(`http://127.0.0.1:${port}/api/endpoints`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: 'a', token: 'secret' }),
    }).catch(() => undefined);
    if (response) return response.status;
    await sleep(50);
  }
}

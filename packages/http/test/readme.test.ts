import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { eventually } from './support/eventually.js';
import { listening } from './support/listening.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const { port, stop } = await listening(createServer());
  await stop();
  return port;
}

/** The swapped import sorts elsewhere. */
function importsSorted(text: string): string {
  const lines = text.split('\n');
  const isImport = (line: string) => line.startsWith('import ');
  return [...lines.filter(isImport).sort(), ...lines.filter((line) => !isImport(line))].join('\n');
}

describe('the sample of the README', () => {
  afterEach(() => {
    Reflect.deleteProperty(process.env, 'PORT');
  });

  it('is the one that is run here, but for its backend', () => {
    const [, sample = ''] = /```ts\n(.*?)```/s.exec(read('../README.md')) ?? [];
    const swapped = sample.replace('@whipway/adapter-embedded', '../support/sample-adapter.js');
    expect(importsSorted(read('./readme/sample.ts'))).toBe(importsSorted(swapped));
  });

  it('serves a publisher and stops on SIGTERM', async () => {
    jest.spyOn(console, 'debug').mockImplementation(() => {});
    const port = await freePort();
    Object.assign(process.env, { PORT: String(port) });
    await import('./readme/sample.js');
    const base = `http://127.0.0.1:${port}`;
    const endpoint = `${base}/whip/endpoint/live`;
    await eventually(() =>
      fetch(endpoint).then(
        ({ status }) => status === 401,
        () => false,
      ),
    );
    const headers = { authorization: 'Bearer verysecret', 'content-type': 'application/sdp' };
    const created = await fetch(endpoint, { method: 'POST', headers, body: vectorText('OK-O1') });
    expect(created.status).toBe(201);
    expect(await created.text()).toMatch(/^v=0\r\n/);
    const watched = await fetch(`${base}/whep/endpoint/live`);
    expect(watched.status).toBe(204);
    const session = new URL(created.headers.get('location') ?? '', base);
    expect((await fetch(session, { method: 'DELETE', headers })).status).toBe(200);
    process.emit('SIGTERM');
    await eventually(() =>
      fetch(endpoint).then(
        () => false,
        () => true,
      ),
    );
  });
});

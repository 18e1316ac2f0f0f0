import { mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { WhipError } from '@whipway/core';
import { eventually } from './support/eventually.js';
import { testFolder } from './support/folders.js';
import { runServer } from './support/running-server.js';
import { spareAdapter, spareServer } from './support/spare-adapter.js';

const SPARE = { BACKEND: '{ kind: spare, url: "ws://127.0.0.1:1" }' };

describe('health', () => {
  it('healthz is about the process, readyz about the backend', async () => {
    const media = spareServer();
    const { url, logger } = await runServer({ settings: SPARE, adapters: [spareAdapter(media)] });
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({
      status: 'ready',
      backend: 'spare',
    });
    media.health = async () => {
      throw new WhipError('backend-unavailable', 'The spare server is down.', {
        cause: new Error('connect ECONNREFUSED 10.0.0.7:1'),
      });
    };
    const notReady = await fetch(`${url}/readyz`);
    expect(notReady.status).toBe(503);
    expect(notReady.headers.get('Content-Type')).toContain('application/problem+json');
    expect(await notReady.json()).toEqual({
      type: 'about:blank',
      title: 'Not ready',
      status: 503,
      detail: 'The spare server is down.',
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('readyz waits two seconds at most for a backend that says nothing', async () => {
    const media = spareServer();
    media.health = () => new Promise(() => {});
    const { url } = await runServer({ settings: SPARE, adapters: [spareAdapter(media)] });
    const begun = Date.now();
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('did not answer in time');
    expect(Date.now() - begun).toBeLessThan(4_000);
  });

  it('starts although the media server is down, and warns', async () => {
    const media = spareServer();
    media.health = async () => {
      throw new WhipError('backend-unavailable', 'The spare server is down.');
    };
    const { logger } = await runServer({ settings: SPARE, adapters: [spareAdapter(media)] });
    await eventually(() => {
      expect(logger.lines).toContainEqual({
        level: 'warn',
        message: 'the backend is not ready',
        fields: { backend: 'spare', reason: 'The spare server is down.' },
      });
    });
  });
});

describe('the studio', () => {
  const folder = testFolder();
  mkdirSync(join(folder.path, 'assets'));
  folder.write('index.html', '<title>studio</title>');
  folder.write('assets/app-1234.js', 'export {};');

  it('is served at /, its assets for ever, its page never from a cache', async () => {
    const { url } = await runServer({ studioFolder: folder.path });
    const page = await fetch(`${url}/`);
    expect(await page.text()).toBe('<title>studio</title>');
    expect(page.headers.get('Content-Type')).toContain('text/html');
    expect(page.headers.get('Cache-Control')).toBe('no-cache');
    const asset = await fetch(`${url}/assets/app-1234.js`);
    expect(asset.status).toBe(200);
    expect(asset.headers.get('Content-Type')).toContain('javascript');
    expect(asset.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${url}/assets/other.js`)).status).toBe(404);
  });

  it('keeps everything else of the disk to itself', async () => {
    const { url } = await runServer({ studioFolder: folder.path });
    for (const path of ['/../package.json', '/..%2fpackage.json', '/assets/..%2f..%2fx', '/.env'])
      expect(await rawStatus(url, path)).toBe(404);
  });

  it('tells how to build it when it is not there', async () => {
    const { url } = await runServer();
    const page = await fetch(`${url}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('its page is not built');
  });
});

describe('every other response', () => {
  it('is a problem document that does not repeat the query', async () => {
    const { url, logger } = await runServer();
    const response = await fetch(`${url}/some/nothing?token=hunter2`);
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 404,
      detail: 'There is nothing at GET /some/nothing.',
    });
    expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(404);
    expect(await rawStatus(url, '/%zz')).toBe(400);
    expect(JSON.stringify(logger.lines)).not.toContain('hunter2');
  });

  it('has the security headers, and leaves those of WHIP alone', async () => {
    const { url } = await runServer();
    for (const path of ['/', '/healthz', '/nothing']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('Content-Security-Policy')).toBe(
        "default-src 'self'; connect-src *; media-src 'self' blob:; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    }
    const whip = await fetch(`${url}/whip/endpoint/live`, { method: 'OPTIONS' });
    expect(whip.status).toBe(200);
    expect(whip.headers.get('Content-Security-Policy')).toBeNull();
  });

  it('is logged at debug, without its query', async () => {
    const { url, logger } = await runServer();
    await fetch(`${url}/healthz?token=hunter2`);
    await fetch(`${url}/whip/endpoint/live?token=hunter2`, { method: 'OPTIONS' });
    await eventually(() => {
      const seen = logger.lines.filter(({ message }) => message === 'request');
      expect(seen.map(({ level, fields }) => [level, fields['path'], fields['status']])).toEqual([
        ['debug', '/healthz', 200],
        ['debug', '/whip/endpoint/live', 200],
      ]);
    });
  });
});

describe('plain HTTP', () => {
  it.each([
    [{ LISTEN__HOST: '0.0.0.0' }, 1],
    [{ LISTEN__HOST: '0.0.0.0', LISTEN__PUBLIC_URL: 'http://a.example' }, 1],
    [{ LISTEN__HOST: '0.0.0.0', LISTEN__PUBLIC_URL: 'https://a.example' }, 0],
    [{ LISTEN__HOST: '127.0.0.1' }, 0],
  ])('%j: %i warnings (S-120)', async (settings, count) => {
    const { logger } = await runServer({ settings });
    const warnings = logger.lines.filter(({ message }) => message.startsWith('plain HTTP'));
    expect(warnings).toHaveLength(count);
  });
});

describe('credentials of ICE servers', () => {
  const server = (username: string, credential: string) =>
    `{ urls: "turn:127.0.0.1:9", username: "${username}", credential: "${credential}" }`;

  it.each([
    ['a comma in the password', server('name', 'hunter,2'), 1],
    ['a semicolon in the name', server('na;me', 'hunter2'), 1],
    ['neither', server('1700000000:name', 'hunter=2+/'), 0],
    ['no credentials', '{ urls: "stun:127.0.0.1:9" }', 0],
  ])('%s (R-06)', async (_name, entry, count) => {
    const { logger } = await runServer({ settings: { ICE_SERVERS: `[${entry}]` } });
    const warnings = logger.lines.filter(({ message }) => message.includes('OBS misreads'));
    expect(warnings.map(({ level, fields }) => [level, fields])).toEqual(
      Array.from({ length: count }, () => ['warn', { urls: 'turn:127.0.0.1:9' }]),
    );
    expect(JSON.stringify(warnings)).not.toContain('hunter');
  });
});

describe('stopping', () => {
  it('answers 503 to readyz and to offers while sessions are let go, then closes', async () => {
    const media = spareServer();
    let release = () => {};
    media.close = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const { url, server } = await runServer({ settings: SPARE, adapters: [spareAdapter(media)] });
    const stopped = server.stop();
    expect(server.stop()).toBe(stopped);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    release();
    await stopped;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});

/** fetch and URL tidy paths up; this sends them as they are. */
function rawStatus(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

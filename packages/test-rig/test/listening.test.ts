import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { freePort } from '../src/free-port.js';
import { servePage } from '../src/page-server.js';

it('finds a port that can be listened on', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await freePort()).not.toBe(port);
  server.close();
});

it('serves one page at every path until it is closed', async () => {
  const server = await servePage('<h1>Grüße</h1>');
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const response = await fetch(`${server.url}any/path`);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await response.text()).toBe('<h1>Grüße</h1>');
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
});

it('closes although a browser holds a connection that it never used', async () => {
  const server = await servePage();
  const unused = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(unused, 'connect');
  const hungUp = once(unused, 'close');
  await server.close();
  await hungUp;
});

it('has a page with a video element of its own', async () => {
  const server = await servePage();
  expect(await (await fetch(server.url)).text()).toContain('<video autoplay muted playsinline>');
  await server.close();
});

import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { loadConfig } from '../src/config/load-config.js';
import { buildContainer } from '../src/container.js';
import { buildApplication } from '../src/http/build-application.js';
import { requestTimeFor } from '../src/run/server.js';
import { GATEWAY, WHIP_HANDLER } from '../src/service-ids.js';
import { collectingLogger } from './support/collecting-logger.js';
import { runServer } from './support/running-server.js';

/** Milliseconds, far below what a test may take. */
const REQUEST_TIME = 300;

let app: FastifyInstance | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

/** The application on a free port, with little patience. */
async function listen(): Promise<number> {
  const config = loadConfig({ folder: '/nowhere', environment: {} });
  const logger = collectingLogger();
  const container = buildContainer({ config, logger });
  app = await buildApplication({
    handlers: [container.get(WHIP_HANDLER)],
    gateway: container.get(GATEWAY),
    logger,
    tls: undefined,
    studioFolder: '/nowhere',
    requestTime: REQUEST_TIME,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

/** Sends a text, then a byte now and then. @returns what came until the server ended it */
async function drip(port: number, text: string, pause = 100): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  let received = '';
  socket.setEncoding('latin1').on('data', (part: string) => {
    received += part;
  });
  // A reset is an end, too: `once` would throw it.
  socket.on('error', () => {});
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.write(text);
  const dripping = setInterval(() => socket.write('a'), pause);
  const patience = setTimeout(() => socket.destroy(new Error('the server was too patient')), 4_000);
  try {
    await ended;
    expect(socket.errored?.message).not.toBe('the server was too patient');
    return received;
  } finally {
    clearInterval(dripping);
    clearTimeout(patience);
  }
}

function post(path: string): string {
  return `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/sdp\r\nContent-Length: 1000\r\n\r\nv=0\r\n`;
}

describe('who is slow without a token loses the connection', () => {
  it('a body on an endpoint: 401, and the end soon after it', async () => {
    const { url } = await runServer();
    const received = await drip(Number(new URL(url).port), post('/whip/endpoint/live'));
    expect(received).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each([
    ['a body where nothing is', post('/nothing'), /^HTTP\/1\.1 404 /],
    ['a body on a page', post('/healthz'), /^HTTP\/1\.1 404 /],
    ['headers', 'GET / HTTP/1.1\r\nHost: a\r\nX: ', /^(HTTP\/1\.1 408 |$)/],
    ['nothing at all', '', /^(HTTP\/1\.1 4\d\d |$)/],
  ])('%s', async (_name, text, expected) => {
    expect(await drip(await listen(), text)).toMatch(expected);
  });
});

it('the time for a request is more than the handler gives its parts', () => {
  const requestTime = (environment: Record<string, string>) =>
    requestTimeFor(loadConfig({ folder: '/nowhere', environment }).limits);
  expect(requestTime({})).toBe(20_000);
  expect(requestTime({ WHIPWAY__LIMITS: '{ bodyTime: 30000, authorizeTime: 7000 }' })).toBe(42_000);
});

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join, normalize } from 'node:path';
import type { WhipClient } from '@whipway/client';
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    whip: WhipClient;
  }
}

export interface PageHost {
  /** Its origin. */
  readonly url: string;
  close(): Promise<void>;
}

const PAGE = '<!doctype html><title>test</title><video autoplay muted playsinline></video>';
const CLIENT = join(
  dirname(createRequire(import.meta.url).resolve('@whipway/client/package.json')),
  'dist',
);

/** Serves an empty page, and our own WHIP client (built) below `/client/`. */
export async function servePages(): Promise<PageHost> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (!path.startsWith('/client/')) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE);
      return;
    }
    readFile(join(CLIENT, path.slice('/client/'.length))).then(
      (text) => response.setHeader('content-type', 'text/javascript').end(text),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Publishes the made-up camera and microphone with our own client. */
export function publishInPage(page: Page, url: string, token: string): Promise<void> {
  return page.evaluate(
    async (options) => {
      const module = '/client/index.js';
      const { WhipClient } = (await import(module)) as typeof import('@whipway/client');
      const video = { width: 640, height: 360, frameRate: 15 };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
      window.whip = new WhipClient({ ...options, recover: false });
      await window.whip.publish(stream);
    },
    { url, token },
  );
}

export function restartInPage(page: Page): Promise<void> {
  return page.evaluate(() => window.whip.restartIce());
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PageServer {
  /** `http://127.0.0.1:PORT/`: a secure context, so the camera may be asked for. */
  readonly url: string;
  close(): Promise<void>;
}

const PAGE = '<!doctype html><title>test</title><video autoplay muted playsinline></video>';

/** Serves one HTML page at every path on a free port of 127.0.0.1. */
export async function servePage(html: string = PAGE): Promise<PageServer> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The built single file; its build is a prerequisite of the live tests. */
const BUNDLE = fileURLToPath(new URL('../../dist/whipway-client.js', import.meta.url));

/** As strict as the README says that it may be. */
const POLICY = "default-src 'none'; script-src 'self'; connect-src http://127.0.0.1:*";

/** A page as anyone would write it, without a bundler. */
const PAGE = `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>plain page</title>
<video autoplay muted playsinline></video>
<script type="module" src="./page.js"></script>`;

const SCRIPT = "import * as whipway from './whipway-client.js';\nwindow.whipway = whipway;\n";

export interface StaticPages {
  /** `http://127.0.0.1:PORT`: a secure context, so the camera may be asked for. */
  readonly origin: string;
  /** Other pages by their path. */
  readonly html: Map<string, string>;
  close(): Promise<void>;
}

/** Serves {@link PAGE} at `/`, the bundle beside it, and pages of the test. */
export async function serveStaticPages(): Promise<StaticPages> {
  const html = new Map([['/', PAGE]]);
  const server = createServer(({ url = '/' }, response) => {
    const page = html.get(url);
    const type = page === undefined ? 'text/javascript' : 'text/html; charset=utf-8';
    response.setHeader('Content-Type', type);
    if (page !== undefined) response.end(page);
    else if (url === '/page.js') response.end(SCRIPT);
    else if (url === '/whipway-client.js') response.end(readFileSync(BUNDLE));
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    html,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

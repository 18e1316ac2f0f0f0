import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The studio's files, put here by the build. */
export const STUDIO_FOLDER = fileURLToPath(new URL('../studio/', import.meta.url));

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Whipway</title>
<h1>Whipway is running, its page is not built</h1>
<p>WHIP and WHEP work as configured. Only this page is missing: build the repository
with <code>npm start</code>, or <code>pnpm run build</code>, and start the server again.</p>
</html>
`;

/** Serves the studio at `/`, or a page that says how to get it. */
export async function addStudioPages(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(NOT_BUILT));
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    // Only files that are there become routes; everything else is our own 404.
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Vite puts a digest of the content into the names of assets.
      const isAsset = path.startsWith(join(folder, 'assets'));
      reply.header('Cache-Control', isAsset ? IMMUTABLE : 'no-cache');
    },
  });
}

const IMMUTABLE = 'public, max-age=31536000, immutable';

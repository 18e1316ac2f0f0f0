import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** `pnpm dev` takes the API of a Whipway server on its default port. */
const SERVER = 'http://127.0.0.1:7080';

/** The Host stays the page's, which is the Origin that the server compares it with. */
const PROXY = { target: SERVER, changeOrigin: false };

export default defineConfig({
  // The server may be mounted below a path of a proxy.
  base: './',
  plugins: [react()],
  resolve: { conditions: ['@whipway/source', ...defaultClientConditions] },
  // Nothing is inlined: the page's Content-Security-Policy knows no inline script.
  build: { assetsInlineLimit: 0, target: 'es2023', reportCompressedSize: true },
  worker: { format: 'es' },
  server: { proxy: { '/whip': PROXY, '/whep': PROXY, '/api': PROXY } },
});

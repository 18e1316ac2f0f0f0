// The whole client as one minified file, for pages without a bundler: bundle-browser.mjs [INPUT OUTPUT]
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [input = here('dist/index.js'), file = here('dist/whipway-client.js')] =
  process.argv.slice(2);

const bundle = await rolldown({
  input,
  platform: 'browser',
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
});
await bundle.write({ file, format: 'esm', minify: true, comments: false });
await bundle.close();

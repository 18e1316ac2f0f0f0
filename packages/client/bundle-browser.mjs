// The whole client as one minified file, for pages without a bundler: bundle-browser.mjs [INPUT OUTPUT]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { minifySync } from '@swc/core';
import { rolldown } from 'rolldown';
import { INTERNAL_NAMES } from './internal-names.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [input = here('dist/index.js'), file = here('dist/whipway-client.js')] =
  process.argv.slice(2);

const bundle = await rolldown({
  input,
  platform: 'browser',
  // What only Node needs is left out: see showsRedirects().
  transform: { define: { 'globalThis.document': 'true' } },
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
});
const { output } = await bundle.generate({ format: 'esm', minify: true, comments: false });
await bundle.close();
// What one minifier leaves the other still finds: about a hundredth.
const { code } = minifySync(output[0].code, {
  module: true,
  compress: { passes: 3 },
  mangle: { topLevel: true, props: { regex: `^(?:${INTERNAL_NAMES.join('|')})$` } },
});
writeFileSync(file, code);

// Puts the built studio beside the server's own files, so that the published package has it.
import { cpSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(
  new URL('./dist/', import.meta.resolve('@whipway/studio/package.json')),
);
const target = fileURLToPath(new URL('./dist/studio/', import.meta.url));

if (!existsSync(`${source}index.html`)) {
  console.error('The studio is not built: run "pnpm --filter @whipway/studio run build" first.');
  process.exit(1);
}
rmSync(target, { recursive: true, force: true });
cpSync(source, target, { recursive: true });

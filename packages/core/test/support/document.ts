import { readFileSync, writeFileSync } from 'node:fs';

/** What stands in docs/NAME; with WHIPWAY_PRINT_DOCUMENTS set, after `text` was written there. */
export function document(name: string, text: string): string {
  const file = new URL(`../../../../docs/${name}`, import.meta.url);
  if (process.env['WHIPWAY_PRINT_DOCUMENTS']) writeFileSync(file, text);
  return readFileSync(file, 'utf8');
}

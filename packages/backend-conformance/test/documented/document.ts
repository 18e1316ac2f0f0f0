import { readFileSync } from 'node:fs';
import { PROMISES } from '@whipway/backend-conformance';
import type { PromiseRow } from '../../src/promises.js';

const DOCUMENT = new URL('../../../../docs/writing-a-backend.md', import.meta.url);

/** docs/writing-a-backend.md */
export const WRITING_A_BACKEND = readFileSync(DOCUMENT, 'utf8');

/** The code blocks that begin with a comment naming their file. */
export function codeBlocks(
  text: string,
): readonly { readonly path: string; readonly code: string }[] {
  const blocks = text.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms);
  return [...blocks].map(([, path = '', code = '']) => ({ path, code }));
}

/** First cells of the table under `title`, without their backticks. */
export function firstColumn(text: string, title: string): readonly string[] {
  const [, table = ''] = text.split(title);
  const [body = ''] = table
    .trim()
    .split('\n\n')
    .filter((part) => part.startsWith('|'));
  const rows = body.split('\n').slice(2);
  return rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, cell = '']) => cell),
  );
}

/** The list of promises as it stands at the end of the document. */
export function promisesSection(): string {
  const rows = Object.entries(PROMISES as Record<string, PromiseRow>);
  const chapters = [...new Set(rows.map(([, { chapter }]) => chapter))];
  return chapters
    .map((chapter) => {
      const list = rows
        .filter(([, row]) => row.chapter === chapter)
        .map(([id, row]) => line(id, row));
      return `### ${chapter}\n\n| id | promise | tested |\n|---|---|---|\n${list.join('\n')}\n`;
    })
    .join('\n');
}

function line(id: string, { sentence, needs = [], unless }: PromiseRow): string {
  const conditions = [
    ...needs.map((need) => `with ${need}`),
    ...(unless ? [`without ${unless}`] : []),
  ];
  return `| \`${id}\` | ${sentence} | ${conditions.join(', ') || 'always'} |`;
}

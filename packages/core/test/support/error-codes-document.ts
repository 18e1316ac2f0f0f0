import { ERROR_CODES } from '../../src/index.js';

/** docs/error-codes.md, whole. */
export function errorCodesDocument(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { status, title, advice }]) => `| \`${code}\` | ${status} | ${title} | ${advice} |`,
  );
  return `# Error codes

Printed from \`packages/core/src/errors/error-codes.ts\` by its test; do not edit.

Every error response is \`application/problem+json\` (RFC 9457) with the stable \`code\` below, a
\`title\`, a \`detail\` in words and, where a rule of the specification was broken, its id in \`rule\`
(see checklist.md). Build on the code, not on the status or the words.

| code | status | title | what to do |
|---|---|---|---|
${rows.join('\n')}
`;
}

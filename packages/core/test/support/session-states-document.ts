import { CLOSE_REASONS } from '../../src/index.js';
import { TRANSITIONS, type TransitionRow } from '../../src/session/transition-table.js';

/** docs/session-states.md, whole. */
export function sessionStatesDocument(): string {
  const rows: readonly TransitionRow[] = TRANSITIONS;
  const lines = rows.map(([from, on, to, restart, ...effects]) => {
    const cells = [from, on, to, restart, effects.join(', ')];
    return `| ${cells.join(' | ')} |`;
  });
  const reasons = Object.entries(CLOSE_REASONS).map(
    ([reason, text]) => `| \`${reason}\` | ${text} |`,
  );
  return `# The life of a session

Printed from \`packages/core/src/session/transition-table.ts\` by its test; do not edit.

A session is one publisher's (WHIP) or viewer's (WHEP) stay on an endpoint. Its states:
\`new → negotiating → connecting → connected ⇄ disconnected → closed\`. A pending ICE restart stands
beside the state (\`restart: none | pending\`).

In the table \`open\` stands for connecting, connected and disconnected, \`live\` for every state but
closed, and \`=\` for no change. An event without a row changes nothing.

| state | event | next state | restart | effects, in order |
|---|---|---|---|---|
${lines.join('\n')}

## Why a session is closed

| reason | meaning |
|---|---|
${reasons.join('\n')}
`;
}

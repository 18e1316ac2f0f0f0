import { SHOWN_STATES, type ShownState } from './session-states.js';
import classes from './state-badge.module.css';

interface StateBadgeProps {
  readonly state: ShownState;
  readonly page: 'publish' | 'watch';
}

/** The session's state over the picture. `data-state` holds the stable name of it. */
export function StateBadge({ state, page }: StateBadgeProps) {
  const row = SHOWN_STATES[state];
  return (
    <output
      className={classes.badge}
      data-testid={`${page}-state`}
      data-state={state}
      data-busy={row.busy || undefined}
      aria-live="polite"
    >
      <span className={classes.dot} style={{ background: `var(--mantine-color-${row.color}-6)` }} />
      {row[page]}
    </output>
  );
}

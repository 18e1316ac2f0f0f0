import type { SessionState } from '@whipway/core';
import classes from './state-tag.module.css';
import { stateColor, stateWord } from './words.js';

interface SessionStateTagProps {
  readonly state: SessionState;
  readonly kind: 'publish' | 'watch';
  readonly testId?: string;
  /** Nothing moves: where many stand below each other. */
  readonly still?: boolean;
}

/** The state of a session in a word and a colour; `data-state` holds its stable name. */
export function SessionStateTag({ state, kind, testId, still }: SessionStateTagProps) {
  return (
    <span
      className={classes.tag}
      data-state={state}
      data-moves={still ? undefined : true}
      data-testid={testId}
    >
      <span
        className={classes.dot}
        style={{ background: `var(--mantine-color-${stateColor(state)}-6)` }}
      />
      {stateWord(state, kind)}
    </span>
  );
}

/** Nobody is there. */
export function IdleTag({ testId }: { readonly testId?: string }) {
  return (
    <span className={classes.tag} data-state="idle" data-testid={testId}>
      <span className={classes.dot} />
      Idle
    </span>
  );
}

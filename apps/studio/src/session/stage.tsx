import type { ReactNode } from 'react';
import classes from './stage.module.css';

interface StageProps {
  /** The video. */
  readonly children: ReactNode;
  /** Upper left, over the picture. */
  readonly status: ReactNode;
  /** Upper right. */
  readonly aside?: ReactNode;
  /** In the middle, while there is no picture. */
  readonly cover?: ReactNode;
  /** Lower edge. */
  readonly controls?: ReactNode;
}

/** A 16:9 picture with what belongs on it. */
export function Stage({ children, status, aside, cover, controls }: StageProps) {
  return (
    <div className={classes.stage} data-stage>
      {children}
      {cover && <div className={classes.cover}>{cover}</div>}
      <div className={classes.top}>
        {status}
        {aside}
      </div>
      {controls && <div className={classes.bottom}>{controls}</div>}
    </div>
  );
}

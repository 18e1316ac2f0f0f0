import { memo } from 'react';
import { printAdminRoute } from '../../address/admin-route.js';
import type { Session } from '../api/wire.js';
import { Icon } from '../parts/icon.js';
import { SessionStateTag } from '../parts/state-tag.js';
import { agoText, spanText } from '../parts/times.js';
import { useNow } from '../parts/use-now.js';
import { clientName, closeReasonText, endedAsExpected } from '../parts/words.js';
import classes from './session-line.module.css';

interface SessionLineProps {
  readonly session: Session;
  /** Also says which endpoint it was on. */
  readonly named?: boolean;
}

/** A session in two lines: who and how long, and how it is or why it ended. */
export const SessionLine = memo(function SessionLine({ session, named }: SessionLineProps) {
  const { kind, state, closeReason, detail } = session;
  return (
    <li className={classes.line} data-testid="session-line" data-state={state} data-kind={kind}>
      <span className={classes.icon}>
        <Icon name={kind === 'publish' ? 'broadcast' : 'play'} size={17} />
      </span>
      <div className={classes.text}>
        <a
          className={classes.link}
          href={printAdminRoute({ page: 'session', name: session.name })}
          data-testid="session-link"
        >
          {kind === 'publish' ? 'Publisher' : 'Viewer'} · {clientName(session.client)}
        </a>
        <span className={classes.time}>
          {named && `${session.endpointId} · `}
          <SessionTime session={session} />
        </span>
        {state === 'closed' && (
          <span className={classes.reason} data-expected={endedAsExpected(closeReason)}>
            {closeReasonText(closeReason)}
            {detail && <span className={classes.detail}>: {detail}</span>}
          </span>
        )}
      </div>
      {state !== 'closed' && <SessionStateTag state={state} kind={kind} />}
    </li>
  );
});

/** Since when it runs; or when it ended, and how long it was. */
function SessionTime({ session }: { readonly session: Session }) {
  const { openedAt, closedAt } = session;
  const now = useNow(closedAt === undefined ? 1_000 : 30_000);
  if (closedAt === undefined) return `for ${spanText(now - openedAt)}`;
  return `${agoText(closedAt, now)} · ${spanText(closedAt - openedAt)}`;
}

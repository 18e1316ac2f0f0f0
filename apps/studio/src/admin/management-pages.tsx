import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { AdminRoute } from '../address/admin-route.js';
import { adminToken, keepAdminToken } from '../address/admin-token.js';
import { useStore } from '../session/store.js';
import { apiBase } from './api/current-base.js';
import { EndpointPage } from './endpoint/endpoint-page.js';
import { EndpointsPage } from './endpoints/endpoints-page.js';
import { ApiErrorPanel } from './parts/api-error-panel.js';
import { isBarred } from './parts/connection-words.js';
import {
  type Management,
  ManagementProvider,
  openManagement,
  useManagement,
} from './parts/management.js';
import { ManagementFrame } from './parts/management-frame.js';
import { SignIn } from './parts/sign-in.js';
import { ServerPage } from './server/server-page.js';
import { SessionPage } from './session-page/session-page.js';
import { SessionsPage } from './sessions/sessions-page.js';

/** Everything that needs the admin token. */
export default function ManagementPages({ route }: { readonly route: AdminRoute }) {
  const token = useStore(adminToken);
  const [refused, setRefused] = useState(false);
  const refuse = useCallback(() => {
    setRefused(true);
    keepAdminToken('');
  }, []);
  const enter = (next: string) => {
    setRefused(false);
    keepAdminToken(next);
  };
  const leave = () => {
    setRefused(false);
    keepAdminToken('');
  };
  if (!token) return <SignIn refused={refused} onToken={enter} />;
  return (
    <Connected key={token} token={token} onRefused={refuse}>
      <ManagementFrame route={route} onLeave={leave}>
        <ReachedPage route={route} />
      </ManagementFrame>
    </Connected>
  );
}

/** What the server says to everybody is all there is to see; what was read before stays. */
function ReachedPage({ route }: { readonly route: AdminRoute }) {
  const { feed, live } = useManagement();
  const problem = useStore(feed.problem);
  const { phase } = useStore(live.view);
  if (isBarred(problem, phase)) return <ApiErrorPanel error={problem} retry={feed.retryNow} />;
  return <ManagementPage route={route} />;
}

function ManagementPage({ route }: { readonly route: AdminRoute }) {
  switch (route.page) {
    case 'endpoints':
      return <EndpointsPage />;
    case 'endpoint':
      return <EndpointPage key={route.id} id={route.id} />;
    case 'sessions':
      return <SessionsPage />;
    case 'session':
      return <SessionPage key={route.name} name={route.name} />;
    case 'server':
      return <ServerPage />;
  }
}

interface ConnectedProps {
  readonly token: string;
  readonly onRefused: () => void;
  readonly children: ReactNode;
}

/** Follows the server's events as long as it is shown. */
function Connected({ token, onRefused, children }: ConnectedProps) {
  const [management] = useState<Management>(() =>
    openManagement(apiBase(window.location.href), token),
  );
  const { feed, live } = management;
  useEffect(() => {
    feed.start();
    window.addEventListener('online', feed.retryNow);
    return () => {
      window.removeEventListener('online', feed.retryNow);
      feed.stop();
      live.stop();
    };
  }, [feed, live]);
  const state = useStore(feed.state);
  useEffect(() => {
    if (state === 'refused') onRefused();
  }, [state, onRefused]);
  return <ManagementProvider value={management}>{children}</ManagementProvider>;
}

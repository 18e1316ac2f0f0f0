import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { type AdminRoute, printAdminRoute } from '../../address/admin-route.js';
import { Frame, type FrameLink } from '../../frame/frame.js';
import { LiveLinks } from '../../frame/live-links.js';
import { ConnectionNotice } from './connection-notice.js';
import { Icon } from './icon.js';

const PAGES = [
  { page: 'endpoints', item: 'endpoint', label: 'Endpoints' },
  { page: 'sessions', item: 'session', label: 'Sessions' },
  { page: 'server', item: 'server', label: 'Server' },
] as const;

/** No page of an endpoint is shown, so whatever is published here has its link. */
const NO_ENDPOINT = { page: 'start', id: '', token: '' } as const;

interface ManagementFrameProps {
  readonly route: AdminRoute;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** The frame of the pages that need the admin token. */
export function ManagementFrame({ route, onLeave, children }: ManagementFrameProps) {
  return (
    <Frame
      home="#/endpoints"
      links={links(route)}
      aside={<LiveLinks route={NO_ENDPOINT} />}
      tools={<LeaveButton onLeave={onLeave} />}
      notice={<ConnectionNotice />}
    >
      {children}
    </Frame>
  );
}

function links(route: AdminRoute): readonly FrameLink[] {
  return PAGES.map(({ page, item, label }) => ({
    href: printAdminRoute({ page }),
    label,
    current: route.page === page || route.page === item,
  }));
}

function LeaveButton({ onLeave }: { readonly onLeave: () => void }) {
  return (
    <Tooltip label="Sign out" withArrow>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        radius="xl"
        aria-label="Sign out: forget the admin token"
        data-testid="sign-out"
        onClick={onLeave}
      >
        <Icon name="leave" />
      </ActionIcon>
    </Tooltip>
  );
}

import type { ReactNode } from 'react';
import { printRoute, type Route } from '../address/route.js';
import { Frame, type FrameLink } from './frame.js';
import { LiveLinks } from './live-links.js';

const PAGES = [
  { page: 'start', label: 'Start' },
  { page: 'publish', label: 'Publish' },
  { page: 'watch', label: 'Watch' },
] as const;

interface EndpointFrameProps {
  readonly route: Route;
  /** The admin token is known: there is a way to the endpoints. */
  readonly manages: boolean;
  readonly children: ReactNode;
}

/** The frame of the pages that work with an endpoint's own token. */
export function EndpointFrame({ route, manages, children }: EndpointFrameProps) {
  return (
    <Frame
      home={printRoute({ ...route, page: 'start' })}
      links={[...pageLinks(route), ...(manages ? [MANAGEMENT] : [])]}
      aside={<LiveLinks route={route} />}
    >
      {children}
    </Frame>
  );
}

const MANAGEMENT: FrameLink = { href: '#/endpoints', label: 'Endpoints', current: false };

function pageLinks(route: Route): readonly FrameLink[] {
  return PAGES.filter(({ page }) => page === 'start' || route.id).map(({ page, label }) => ({
    href: printRoute({ ...route, page }),
    label,
    current: route.page === page,
  }));
}

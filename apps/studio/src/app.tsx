import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { adminToken } from './address/admin-token.js';
import type { Route } from './address/route.js';
import { useAddress } from './address/use-route.js';
import { Announcer } from './frame/announcer.js';
import { EndpointFrame } from './frame/endpoint-frame.js';
import { PublishPage } from './publish/publish-page.js';
import { useStore } from './session/store.js';
import { StartPage } from './start/start-page.js';
import { WatchPage } from './watch/watch-page.js';

const PAGES = { start: StartPage, publish: PublishPage, watch: WatchPage } as const;

/** Who only publishes or watches does not load it. */
const ManagementPages = lazy(() => import('./admin/management-pages.js'));

/** The page the address names. */
export function App() {
  const { admin, route } = useAddress();
  return (
    <>
      {admin ? (
        <Suspense fallback={<Loading />}>
          <ManagementPages route={admin} />
        </Suspense>
      ) : (
        <EndpointPages route={route} />
      )}
      <Announcer />
    </>
  );
}

/** Another endpoint or token is another page: nothing is carried over. */
function EndpointPages({ route }: { readonly route: Route }) {
  const manages = useStore(adminToken) !== '';
  const Page = PAGES[route.page];
  return (
    <EndpointFrame route={route} manages={manages}>
      <Page key={`${route.page} ${route.id} ${route.token}`} route={route} />
    </EndpointFrame>
  );
}

function Loading() {
  return (
    <Center h="60dvh">
      <Loader aria-label="Loading" />
    </Center>
  );
}

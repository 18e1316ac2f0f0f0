import { Box, Grid, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { currentEndpointUrls } from '../address/endpoint-urls.js';
import type { Route } from '../address/route.js';
import { ErrorPanel } from '../errors/error-panel.js';
import { TokenForm, wantsToken } from '../errors/token-form.js';
import { PageTitle } from '../frame/page-title.js';
import { CopyField } from '../session/copy-field.js';
import { StatisticsPanel } from '../session/statistics-panel.js';
import { useStore } from '../session/store.js';
import { useClientSession } from '../session/use-client-session.js';
import { isNothingPublished } from './nothing-published.js';
import { WatchStage } from './watch-stage.js';
import { Watcher } from './watcher.js';

/** Plays what is published on an endpoint, and waits for it while nothing is. */
export function WatchPage({ route }: { readonly route: Route }) {
  const urls = currentEndpointUrls(route.id);
  const [watcher] = useState(() => new Watcher(urls.whep, async () => route.token));
  const view = useStore(watcher.view);
  const session = useClientSession(view.client);
  useEffect(() => {
    watcher.start();
    window.addEventListener('pagehide', watcher.stop);
    return () => {
      window.removeEventListener('pagehide', watcher.stop);
      watcher.stop();
    };
  }, [watcher]);
  const shown = view.error && !isNothingPublished(view.error) ? view.error : undefined;
  return (
    <>
      <PageTitle title={route.id} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            {shown && (
              <ErrorPanel
                error={shown}
                {...(wantsToken(shown)
                  ? {}
                  : { retry: { label: 'Try again', action: watcher.retryNow } })}
              >
                {wantsToken(shown) && <TokenForm route={route} />}
              </ErrorPanel>
            )}
            <WatchStage view={view} session={session} onRetry={watcher.retryNow} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="md">
            <StatisticsPanel page="watch" session={session} />
            <section className="card" aria-label="Share">
              <Box p="lg">
                <CopyField label="Link to this page" value={urls.watchPage} />
              </Box>
            </section>
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

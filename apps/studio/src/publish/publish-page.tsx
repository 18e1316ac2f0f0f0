import { Grid, Stack } from '@mantine/core';
import { useState } from 'react';
import { currentEndpointUrls } from '../address/endpoint-urls.js';
import type { Route } from '../address/route.js';
import { ErrorPanel } from '../errors/error-panel.js';
import { TokenForm, wantsToken } from '../errors/token-form.js';
import { PageTitle } from '../frame/page-title.js';
import { StatisticsPanel } from '../session/statistics-panel.js';
import { useStore } from '../session/store.js';
import { useClientSession } from '../session/use-client-session.js';
import type { CameraChoice } from '../source/camera.js';
import { PublishControls } from './publish-controls.js';
import { PublishStage } from './publish-stage.js';
import type { PublisherView } from './publisher.js';
import { publisherFor } from './publishers.js';
import { WatchLink } from './watch-link.js';

/** Publishes from this browser: camera and microphone, or a generated picture and tone. */
export function PublishPage({ route }: { readonly route: Route }) {
  const urls = currentEndpointUrls(route.id);
  const publisher = publisherFor({ url: urls.whip, token: route.token, title: route.id });
  const [choice, setChoice] = useState<CameraChoice>({});
  const view = useStore(publisher.view);
  const session = useClientSession(view.client);
  const start = () => void publisher.start(choice);
  return (
    <>
      <PageTitle title={`Publish to ${route.id}`} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="md">
            <PublishError view={view} route={route} onRetry={start} />
            <PublishStage view={view} session={session} />
            <PublishControls
              view={view}
              choice={choice}
              onKind={publisher.choose}
              onChoice={setChoice}
              onStart={start}
              onStop={publisher.stop}
              onRestart={() => publisher.restartIce()}
            />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="md">
            <StatisticsPanel page="publish" session={session} />
            <WatchLink url={urls.watchPage} live={session.state === 'connected'} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

interface PublishErrorProps {
  readonly view: PublisherView;
  readonly route: Route;
  readonly onRetry: () => void;
}

function PublishError({ view, route, onRetry }: PublishErrorProps) {
  if (view.error === undefined) return null;
  const retry = view.phase === 'failed' && !wantsToken(view.error);
  return (
    <ErrorPanel
      error={view.error}
      {...(retry ? { retry: { label: 'Try again', action: onRetry } } : {})}
    >
      {wantsToken(view.error) && <TokenForm route={route} />}
    </ErrorPanel>
  );
}

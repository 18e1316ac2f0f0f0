import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { whyNot } from '@whipway/core';
import { useEffect, useState } from 'react';
import { currentEndpointUrls } from '../../address/endpoint-urls.js';
import { ErrorPanel } from '../../errors/error-panel.js';
import { useStore } from '../../session/store.js';
import { useClientSession } from '../../session/use-client-session.js';
import { isNothingPublished } from '../../watch/nothing-published.js';
import { WatchStage } from '../../watch/watch-stage.js';
import { Watcher } from '../../watch/watcher.js';
import type { SessionDetails } from '../api/wire.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { Blank } from '../parts/blank.js';
import { useManagement } from '../parts/management.js';
import { useBackends } from '../parts/use-backends.js';

/** The picture of a publisher, where the backend can play it. */
export function Preview({ session }: { readonly session: SessionDetails }) {
  const { value: backends, error, reload } = useBackends();
  const [shown, setShown] = useState(true);
  if (error !== undefined) return <ApiErrorPanel error={error} retry={reload} />;
  if (!backends) return <Skeleton height={280} radius="lg" />;
  const playback = backends.find(({ inUse }) => inUse)?.capabilities?.playback;
  const reason = playback === undefined ? 'It does not say why.' : whyNot(playback);
  if (reason) return <NoPreview reason={reason} />;
  if (!shown)
    return (
      <Button variant="default" onClick={() => setShown(true)} data-testid="show-preview">
        Show the picture
      </Button>
    );
  return (
    <Stack gap={6}>
      <PlayingPreview endpointId={session.endpointId} />
      <Text size="xs" c="dimmed">
        This preview counts as a viewer.{' '}
        <Button variant="subtle" size="compact-xs" onClick={() => setShown(false)}>
          Hide it
        </Button>
      </Text>
    </Stack>
  );
}

function NoPreview({ reason }: { readonly reason: string }) {
  return (
    <div className="card">
      <Blank icon="play" title="No preview with this backend" text={reason} />
    </div>
  );
}

/** Life of the preview's token, seconds. Only starting needs it: every try has one of its own. */
const TOKEN_LIFE = 300;

function PlayingPreview({ endpointId }: { readonly endpointId: string }) {
  const { api } = useManagement();
  const [watcher] = useState(
    () =>
      new Watcher(currentEndpointUrls(endpointId).whep, async (signal) => {
        const { token } = await api.issueToken(endpointId, 'watch', TOKEN_LIFE, signal);
        return token;
      }),
  );
  const view = useStore(watcher.view);
  const client = useClientSession(view.client);
  useEffect(() => {
    watcher.start();
    window.addEventListener('pagehide', watcher.stop);
    return () => {
      window.removeEventListener('pagehide', watcher.stop);
      watcher.stop();
    };
  }, [watcher]);
  return (
    <>
      {view.error && !isNothingPublished(view.error) && (
        <ErrorPanel error={view.error} retry={{ label: 'Try again', action: watcher.retryNow }} />
      )}
      <WatchStage view={view} session={client} onRetry={watcher.retryNow} />
    </>
  );
}

import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { currentEndpointUrls } from '../../address/endpoint-urls.js';
import { printRoute } from '../../address/route.js';
import { ErrorPanel } from '../../errors/error-panel.js';
import { PublishStage } from '../../publish/publish-stage.js';
import { publisherFor } from '../../publish/publishers.js';
import { useStore } from '../../session/store.js';
import { useClientSession } from '../../session/use-client-session.js';
import { Icon } from '../parts/icon.js';

interface TestPublishProps {
  readonly id: string;
  /** The endpoint's own token: a test is not to end with a short-lived one. */
  readonly token: string;
}

/** Publishes a generated picture and tone from this browser. It goes on while other pages are shown. */
export function TestPublish({ id, token }: TestPublishProps) {
  const publisher = publisherFor({ url: currentEndpointUrls(id).whip, token, title: id });
  const view = useStore(publisher.view);
  const session = useClientSession(view.client);
  const running = view.phase === 'preparing' || view.phase === 'publishing';
  const start = () => {
    publisher.choose('pattern');
    void publisher.start({});
  };
  return (
    <Stack gap="sm">
      {view.error !== undefined && <ErrorPanel error={view.error} />}
      <PublishStage view={view} session={session} />
      <Group gap="sm">
        {running ? (
          <Button
            color="red.9"
            leftSection={<Icon name="stop" />}
            data-testid="test-stop"
            onClick={publisher.stop}
          >
            Stop the test
          </Button>
        ) : (
          <Button leftSection={<Icon name="broadcast" />} data-testid="test-start" onClick={start}>
            Publish a test picture
          </Button>
        )}
        <Text size="xs" c="dimmed" flex="1 1 12rem">
          Camera and microphone: on the{' '}
          <Anchor fz="xs" href={printRoute({ page: 'publish', id, token })}>
            publish page
          </Anchor>
          .
        </Text>
      </Group>
    </Stack>
  );
}

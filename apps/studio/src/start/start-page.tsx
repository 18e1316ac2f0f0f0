import { Anchor, Grid, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useState } from 'react';
import type { Route } from '../address/route.js';
import { EncoderSettings } from './encoder-settings.js';
import { EndpointForm } from './endpoint-form.js';
import classes from './start-page.module.css';

/** The endpoint of a server that runs without a configuration file. */
const DEFAULT_ENDPOINT = 'live';

/** What this is, where to publish to, and how. */
export function StartPage({ route }: { readonly route: Route }) {
  useDocumentTitle('Whipway');
  const [id, setId] = useState(route.id || DEFAULT_ENDPOINT);
  const [token, setToken] = useState(route.token);
  return (
    <Stack gap="xl">
      <Stack gap="sm" className={classes.hero}>
        <Title order={1} className={classes.headline}>
          One way in for live media
        </Title>
        <Text c="dimmed" fz={{ base: 'md', sm: 'lg' }}>
          Whipway takes live video from OBS, FFmpeg, GStreamer and browsers by WHIP, and hands it to
          the media server you choose. Publishers keep their address when you swap the server.
        </Text>
      </Stack>
      <Grid gap="lg" align="stretch">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <EndpointForm id={id} token={token} onId={setId} onToken={setToken} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <EncoderSettings id={id} token={token} />
        </Grid.Col>
      </Grid>
      <Text size="sm" c="dimmed" ta="center">
        Do you run this server? <Anchor href="#/endpoints">Manage its endpoints</Anchor>
      </Text>
    </Stack>
  );
}

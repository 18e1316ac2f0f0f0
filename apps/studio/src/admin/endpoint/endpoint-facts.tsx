import { Button, Code, Stack, Title } from '@mantine/core';
import type { EndpointUrls } from '../../address/endpoint-urls.js';
import { printRoute } from '../../address/route.js';
import { CopyField } from '../../session/copy-field.js';
import type { Endpoint } from '../api/wire.js';
import { Facts } from '../parts/facts.js';
import { Icon } from '../parts/icon.js';
import { momentText } from '../parts/times.js';
import { publishWord, watchWord } from '../parts/words.js';

interface EndpointFactsProps {
  readonly endpoint: Endpoint;
  readonly urls: EndpointUrls;
}

/** Addresses, access and settings. */
export function EndpointFacts({ endpoint, urls }: EndpointFactsProps) {
  const token = endpoint.watch === 'token' ? endpoint.watchToken : endpoint.token;
  const watchToken = endpoint.watch === 'public' ? '' : (token ?? '');
  return (
    <Stack component="section" className="card" p="lg" gap="md" aria-labelledby="facts-title">
      <Title order={2} fz="lg" id="facts-title">
        Details
      </Title>
      <CopyField label="WHIP URL" value={urls.whip} testId="whip-url" />
      <CopyField label="WHEP URL" value={urls.whep} testId="whep-url" />
      <Facts facts={facts(endpoint)} />
      {Object.keys(endpoint.settings).length > 0 && (
        <Code block fz={12.5} tabIndex={0} aria-label="Settings of the backend">
          {JSON.stringify(endpoint.settings, null, 2)}
        </Code>
      )}
      <Button
        component="a"
        href={printRoute({ page: 'watch', id: endpoint.id, token: watchToken })}
        variant="default"
        leftSection={<Icon name="play" size={16} />}
      >
        Open its watch page
      </Button>
    </Stack>
  );
}

function facts(endpoint: Endpoint): readonly (readonly [string, string])[] {
  const now = Date.now();
  return [
    ['May publish', publishWord(endpoint.publish)],
    ['May watch', watchWord(endpoint.watch)],
    ...(endpoint.createdAt === undefined
      ? []
      : [['Made', momentText(endpoint.createdAt, now)] as const]),
    ...(endpoint.updatedAt === undefined || endpoint.updatedAt === endpoint.createdAt
      ? []
      : [['Changed', momentText(endpoint.updatedAt, now)] as const]),
  ];
}

import { Button, Group, Select, Text } from '@mantine/core';
import { announce } from '../../frame/announce.js';
import { useStore } from '../../session/store.js';
import type { MadeToken } from '../api/wire.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { spanText } from '../parts/times.js';
import { useNow } from '../parts/use-now.js';
import { TOKEN_LIVES, type TokenLife } from './kit-token.js';
import type { TokenIssue } from './token-issue.js';

/** The endpoint's own token, or one to give away that ends by itself. */
export function TokenChoice({ issue }: { readonly issue: TokenIssue }) {
  const { life, issued, pending, error } = useStore(issue.view);
  const tell = (made: boolean) => {
    if (made) announce('The lines below have the new token.');
  };
  return (
    <div>
      <Group gap="sm" align="flex-end">
        <Select
          label="Token in these settings"
          data-testid="kit-token"
          data={[...TOKEN_LIVES]}
          allowDeselect={false}
          w={280}
          maw="100%"
          value={life}
          onChange={(next) => void issue.choose(next as TokenLife).then(tell)}
        />
        {life !== 'own' && (
          <Button
            variant="default"
            data-testid="kit-token-new"
            loading={pending}
            onClick={() => void issue.renew().then(tell)}
          >
            New token
          </Button>
        )}
      </Group>
      {issued && <Expiry issued={issued} />}
      {error !== undefined && <ApiErrorPanel error={error} />}
    </div>
  );
}

function Expiry({ issued }: { readonly issued: MadeToken }) {
  const left = issued.expiresAt - useNow(5_000);
  return (
    <Text size="xs" c="dimmed" mt={6}>
      {left > 0
        ? `Can start a session for another ${spanText(left)}.`
        : 'It has ended: it starts no session any more.'}
    </Text>
  );
}

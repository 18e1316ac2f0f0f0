import { Select, Text } from '@mantine/core';
import { useState } from 'react';
import type { MadeToken } from '../api/wire.js';
import { announce } from '../parts/announcer.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { useManagement } from '../parts/management.js';
import { spanText } from '../parts/times.js';
import { useNow } from '../parts/use-now.js';
import { TOKEN_LIVES, type TokenLife } from './kit-token.js';

interface TokenChoiceProps {
  readonly endpointId: string;
  readonly issued: MadeToken | undefined;
  readonly onIssued: (issued: MadeToken | undefined) => void;
}

/** The endpoint's own token, or one to give away that ends by itself. */
export function TokenChoice({ endpointId, issued, onIssued }: TokenChoiceProps) {
  const { api } = useManagement();
  const [life, setLife] = useState<TokenLife>('own');
  const [error, setError] = useState<unknown>();
  const choose = async (next: TokenLife) => {
    setLife(next);
    setError(undefined);
    onIssued(undefined);
    if (next === 'own') return;
    try {
      onIssued(await api.issueToken(endpointId, 'publish', Number(next)));
      announce('The lines below have the new token.');
    } catch (thrown) {
      setLife('own');
      setError(thrown);
    }
  };
  return (
    <div>
      <Select
        label="Token in these settings"
        data-testid="kit-token"
        data={[...TOKEN_LIVES]}
        allowDeselect={false}
        maw={320}
        value={life}
        onChange={(next) => void choose(next as TokenLife)}
      />
      {issued && <Expiry at={issued.expiresAt} />}
      {error !== undefined && <ApiErrorPanel error={error} />}
    </div>
  );
}

function Expiry({ at }: { readonly at: number }) {
  const left = at - useNow(5_000);
  return (
    <Text size="xs" c="dimmed" mt={6}>
      {left > 0
        ? `Can start a session for another ${spanText(left)}; choose again for a new one.`
        : 'It has ended; choose again for a new one.'}
    </Text>
  );
}

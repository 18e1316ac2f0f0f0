import { Button, Group, PasswordInput } from '@mantine/core';
import { ClientError } from '@whipway/client';
import { type FormEvent, useState } from 'react';
import { printRoute, type Route } from '../address/route.js';

/** The server wants a token, or another one. */
export function wantsToken(error: unknown): boolean {
  return ClientError.is(error) && (error.status === 401 || error.status === 403);
}

/** Takes a token into the address; the page then starts anew with it. */
export function TokenForm({ route }: { readonly route: Route }) {
  const [token, setToken] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    window.location.hash = printRoute({ ...route, token: token.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" wrap="nowrap">
        <PasswordInput
          aria-label="Token"
          placeholder="Token of this endpoint"
          data-testid="token-input"
          autoComplete="off"
          flex={1}
          value={token}
          onChange={({ currentTarget }) => setToken(currentTarget.value)}
        />
        <Button type="submit" disabled={token.trim() === ''}>
          Use token
        </Button>
      </Group>
    </form>
  );
}

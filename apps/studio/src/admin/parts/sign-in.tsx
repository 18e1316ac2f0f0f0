import { Alert, Anchor, Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { Frame } from '../../frame/frame.js';
import { Icon } from './icon.js';
import classes from './sign-in.module.css';

interface SignInProps {
  /** The server did not accept the last one. */
  readonly refused: boolean;
  readonly onToken: (token: string) => void;
}

/** Asks for the admin token. */
export function SignIn({ refused, onToken }: SignInProps) {
  useDocumentTitle('Sign in · Whipway');
  const [token, setToken] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim()) onToken(token.trim());
  };
  return (
    <Frame home="#/" links={[{ href: '#/', label: 'Start', current: false }]}>
      <form onSubmit={submit} className={classes.form}>
        <Stack component="section" className="card" p="xl" gap="md" aria-labelledby="sign-in">
          <span className={classes.icon}>
            <Icon name="key" size={24} />
          </span>
          <div>
            <Title order={1} fz={22} id="sign-in">
              Manage this server
            </Title>
            <Text size="sm" c="dimmed" mt={4}>
              The server printed a link with the admin token when it started; or it is set in its
              configuration, under <code>admin.token</code>.
            </Text>
          </div>
          {refused && (
            <Alert role="alert" color="red" variant="light" data-testid="error-message">
              The server does not accept this token. It may have been made anew when the server
              started again.
            </Alert>
          )}
          <PasswordInput
            label="Admin token"
            data-testid="admin-token"
            autoComplete="off"
            value={token}
            onChange={({ currentTarget }) => setToken(currentTarget.value)}
          />
          <Button type="submit" size="md" disabled={token.trim() === ''}>
            Sign in
          </Button>
          <Text size="xs" c="dimmed">
            It stays in this tab until you close it or sign out. To publish or watch you need an
            endpoint’s token only: <Anchor href="#/">start page</Anchor>.
          </Text>
        </Stack>
      </form>
    </Frame>
  );
}

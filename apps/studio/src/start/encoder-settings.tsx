import { Button, CopyButton, Stack, Tabs, Text, Title } from '@mantine/core';
import { currentEndpointUrls } from '../address/endpoint-urls.js';
import { Icon } from '../appearance/icon.js';
import { CopyField } from '../session/copy-field.js';
import { encoderRecipes, type Recipe } from './encoder-recipes.js';
import classes from './start-page.module.css';

/** Paste-ready settings for the chosen endpoint. */
export function EncoderSettings({ id, token }: { readonly id: string; readonly token: string }) {
  const { whip } = currentEndpointUrls(id || 'live');
  const recipes = encoderRecipes({ url: whip, token: token.trim() });
  return (
    <Stack component="section" className="card" p="lg" gap="md" h="100%">
      <div>
        <Title order={2} fz="lg">
          From your encoder
        </Title>
        <Text size="sm" c="dimmed">
          {token
            ? 'Ready to paste, with your token.'
            : 'Ready to paste. Enter the token to have it included.'}
        </Text>
      </div>
      <Tabs defaultValue="obs" variant="pills" radius="xl">
        <Tabs.List mb="md">
          {recipes.map((recipe) => (
            <Tabs.Tab key={recipe.id} value={recipe.id} data-testid={`start-${recipe.id}`}>
              {recipe.name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {recipes.map((recipe) => (
          <Tabs.Panel key={recipe.id} value={recipe.id}>
            <RecipePanel recipe={recipe} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}

function RecipePanel({ recipe }: { readonly recipe: Recipe }) {
  return (
    <Stack gap="sm">
      {recipe.fields?.map(({ label, value }) => (
        <CopyField key={label} label={label} value={value} />
      ))}
      {recipe.command && <Command text={recipe.command} />}
      <Text size="xs" c="dimmed">
        {recipe.hint}
      </Text>
    </Stack>
  );
}

function Command({ text }: { readonly text: string }) {
  return (
    <>
      <pre className={classes.command}>{text}</pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            variant="light"
            size="xs"
            w="fit-content"
            color={copied ? 'teal' : 'lane'}
            leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />}
            onClick={copy}
          >
            {copied ? 'Copied' : 'Copy command'}
          </Button>
        )}
      </CopyButton>
    </>
  );
}

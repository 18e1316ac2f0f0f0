import { Stack, Tabs, Text, Title } from '@mantine/core';
import { currentEndpointUrls } from '../address/endpoint-urls.js';
import { encoderRecipes } from './encoder-recipes.js';
import { RecipePanel } from './recipe-panel.js';

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

import { Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from '../../session/store.js';
import type { Recipe } from '../../start/encoder-recipes.js';
import { RecipePanel } from '../../start/recipe-panel.js';
import type { Endpoint } from '../api/wire.js';
import { useManagement } from '../parts/management.js';
import { kitRecipes } from './kit-recipes.js';
import { kitToken } from './kit-token.js';
import { LarixPanel } from './larix-panel.js';
import { TestPublish } from './test-publish.js';
import { TokenChoice } from './token-choice.js';
import { TokenIssue, tokenGround } from './token-issue.js';

interface PublishKitProps {
  readonly endpoint: Endpoint;
  /** The WHIP URL for people elsewhere. */
  readonly url: string;
}

/** Everything to go live on an endpoint: settings to paste, a code to scan, a test from here. */
export function PublishKit({ endpoint, url }: PublishKitProps) {
  const issue = useTokenIssue(endpoint);
  const { issued, pending } = useStore(issue.view);
  const input = { url, token: kitToken(endpoint, issued) };
  const recipes = kitRecipes(input);
  return (
    <Stack component="section" className="card" p="lg" gap="md" aria-labelledby="kit-title">
      <div>
        <Title order={2} fz="lg" id="kit-title">
          Publish kit
        </Title>
        <Text size="sm" c="dimmed">
          Ready to paste into whatever you publish with.
        </Text>
      </div>
      {endpoint.publish === 'token' && <TokenChoice issue={issue} />}
      <Tabs defaultValue="browser" variant="pills" radius="xl" keepMounted={false}>
        <Tabs.List mb="md" aria-label="Programs">
          <Tabs.Tab value="browser" data-testid="kit-browser">
            Test from here
          </Tabs.Tab>
          {recipes.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id} data-testid={`kit-${id}`}>
              {name}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="larix" data-testid="kit-larix">
            Larix
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="browser">
          <TestPublish id={endpoint.id} token={endpoint.token ?? ''} />
        </Tabs.Panel>
        {/* Meanwhile nothing can be copied: it would be the token that one did not choose. */}
        {pending ? (
          <Skeleton height={140} radius="md" role="status" aria-label="Making the token" />
        ) : (
          <RecipePanels recipes={recipes} />
        )}
        <Tabs.Panel value="larix">
          {!pending && <LarixPanel input={input} name={endpoint.id} />}
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

/** Begins anew when the endpoint's own tokens change, which makes every other token void. */
function useTokenIssue(endpoint: Endpoint): TokenIssue {
  const { api } = useManagement();
  const { id } = endpoint;
  const ground = tokenGround(endpoint);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another ground begins anew
  return useMemo(
    () => new TokenIssue((seconds) => api.issueToken(id, 'publish', seconds)),
    [api, id, ground],
  );
}

function RecipePanels({ recipes }: { readonly recipes: readonly Recipe[] }) {
  return recipes.map((recipe) => (
    <Tabs.Panel key={recipe.id} value={recipe.id}>
      <RecipePanel recipe={recipe} />
    </Tabs.Panel>
  ));
}

import { Button, Stack, Text } from '@mantine/core';
import { Icon } from '../appearance/icon.js';
import { CopyField } from '../session/copy-field.js';
import { useCopy } from '../session/use-copy.js';
import type { Recipe } from './encoder-recipes.js';
import classes from './recipe-panel.module.css';

/** Values to copy, or a command. */
export function RecipePanel({ recipe }: { readonly recipe: Recipe }) {
  return (
    <Stack gap="sm">
      {recipe.fields?.map(({ label, value }) => (
        <CopyField key={label} label={label} value={value} testId={`${recipe.id}-${label}`} />
      ))}
      {recipe.command && <Command text={recipe.command} />}
      <Text size="xs" c="dimmed">
        {recipe.hint}
      </Text>
    </Stack>
  );
}

function Command({ text }: { readonly text: string }) {
  const { copied, copy } = useCopy(text, 'the command');
  return (
    <>
      <pre className={classes.command}>{text}</pre>
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
    </>
  );
}

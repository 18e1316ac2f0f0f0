import { Button, Flex, Stack, Text } from '@mantine/core';
import { CopyField } from '../../session/copy-field.js';
import type { RecipeInput } from '../../start/encoder-recipes.js';
import { Icon } from '../parts/icon.js';
import { larixLink } from './kit-recipes.js';
import { QrCode } from './qr-code.js';

interface LarixPanelProps {
  readonly input: RecipeInput;
  /** The endpoint's id. */
  readonly name: string;
}

/** For phones: a code to scan with the camera, and the token to paste. */
export function LarixPanel({ input, name }: LarixPanelProps) {
  const link = larixLink(input, name);
  return (
    <Flex
      direction={{ base: 'column', xs: 'row' }}
      gap="lg"
      align={{ base: 'center', xs: 'flex-start' }}
    >
      <QrCode text={link} label={`QR code that sets up Larix Broadcaster for ${name}`} />
      <Stack gap="sm" flex={1} w="100%">
        <Text size="sm">
          Scan the code with a phone that has Larix Broadcaster: it offers to add this connection.
        </Text>
        {input.token && (
          <>
            <CopyField label="Bearer token" value={input.token} testId="larix-token" />
            <Text size="xs" c="dimmed">
              The code carries the address only: enter the token in the connection’s settings.
            </Text>
          </>
        )}
        <Button
          component="a"
          href={link}
          variant="light"
          w="fit-content"
          maw="100%"
          px="sm"
          rightSection={<Icon name="open" size={16} />}
          data-testid="larix-link"
        >
          Open Larix on this device
        </Button>
      </Stack>
    </Flex>
  );
}

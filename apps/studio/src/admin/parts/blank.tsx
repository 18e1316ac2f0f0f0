import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './blank.module.css';
import { Icon, type IconName } from './icon.js';

interface BlankProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** What to do about it. */
  readonly children?: ReactNode;
}

/** In place of what is not there yet. */
export function Blank({ icon, title, text, children }: BlankProps) {
  return (
    <Stack className={classes.blank} gap="xs" align="center">
      <span className={classes.icon}>
        <Icon name={icon} size={26} />
      </span>
      <Title order={2} fz="lg" mt={4}>
        {title}
      </Title>
      <Text c="dimmed" size="sm" maw="30rem">
        {text}
      </Text>
      {children}
    </Stack>
  );
}

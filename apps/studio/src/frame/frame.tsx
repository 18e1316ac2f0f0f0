import { Anchor, Container, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { printRoute, type Route } from '../address/route.js';
import { ColorSchemeButton } from './color-scheme-button.js';
import classes from './frame.module.css';
import { LiveLinks } from './live-links.js';
import { Logo } from './logo.js';

const LINKS = [
  { page: 'start', label: 'Start' },
  { page: 'publish', label: 'Publish' },
  { page: 'watch', label: 'Watch' },
] as const;

interface FrameProps {
  readonly route: Route;
  readonly children: ReactNode;
}

/** Header and page. */
export function Frame({ route, children }: FrameProps) {
  return (
    <>
      <header className={classes.header}>
        <Container size="xl" className={classes.bar}>
          <Anchor href={printRoute({ ...route, page: 'start' })} underline="never" c="inherit">
            <Group gap={10} wrap="nowrap">
              <Logo />
              <Text fw={750} fz="lg" visibleFrom="xs">
                Whipway
              </Text>
            </Group>
          </Anchor>
          <LiveLinks route={route} />
          <nav aria-label="Pages" className={classes.links}>
            {LINKS.filter(({ page }) => page === 'start' || route.id).map(({ page, label }) => (
              <a
                key={page}
                href={printRoute({ ...route, page })}
                className={classes.link}
                aria-current={route.page === page ? 'page' : undefined}
              >
                {label}
              </a>
            ))}
          </nav>
          <ColorSchemeButton />
        </Container>
      </header>
      <Container component="main" size="xl" py={{ base: 'md', sm: 'xl' }}>
        {children}
      </Container>
    </>
  );
}

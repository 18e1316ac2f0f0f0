import { Anchor, Container, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColorSchemeButton } from './color-scheme-button.js';
import classes from './frame.module.css';
import { Logo } from './logo.js';

/** A page of the header's navigation. */
export interface FrameLink {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

interface FrameProps {
  /** Where the logo leads. */
  readonly home: string;
  readonly links: readonly FrameLink[];
  /** Between the logo and the navigation. */
  readonly aside?: ReactNode;
  /** Right of the navigation. */
  readonly tools?: ReactNode;
  /** Below the header, as wide as the page. */
  readonly notice?: ReactNode;
  readonly children: ReactNode;
}

/** Header and page. */
export function Frame({ home, links, aside, tools, notice, children }: FrameProps) {
  // More than a phone has room for beside the logo.
  const crowded = links.length > 3 || tools !== undefined;
  return (
    <>
      <header className={classes.header}>
        <Container size="xl" className={classes.bar} data-crowded={crowded || undefined}>
          <Anchor href={home} underline="never" c="inherit">
            <Group gap={10} wrap="nowrap">
              <Logo />
              <Text fw={750} fz="lg" visibleFrom="xs">
                Whipway
              </Text>
            </Group>
          </Anchor>
          {aside}
          <nav aria-label="Pages" className={classes.links}>
            {links.map(({ href, label, current }) => (
              <a
                key={label}
                href={href}
                className={classes.link}
                aria-current={current ? 'page' : undefined}
              >
                {label}
              </a>
            ))}
          </nav>
          {tools}
          <ColorSchemeButton />
        </Container>
        {notice}
      </header>
      <Container component="main" size="xl" py={{ base: 'md', sm: 'xl' }}>
        {children}
      </Container>
    </>
  );
}

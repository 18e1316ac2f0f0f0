import { Group, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from './icon.js';
import classes from './page-head.module.css';

interface PageHeadProps {
  readonly title: string;
  /** The page above this one. */
  readonly up?: { readonly href: string; readonly label: string };
  /** Beside the title. */
  readonly aside?: ReactNode;
  /** At the right edge. */
  readonly actions?: ReactNode;
}

/** The page that the browser opened with keeps the focus where browsers put it. */
let opened = false;

/** Heading of a page, also in the browser's tab, with the way up and what can be done here. */
export function PageHead({ title, up, aside, actions }: PageHeadProps) {
  useDocumentTitle(`${title} · Whipway`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What was clicked went away with its page: the focus goes to the new page's heading.
    if (opened) heading.current?.focus({ preventScroll: true });
    opened = true;
  }, []);
  return (
    <div className={classes.head}>
      {up && (
        <a href={up.href} className={classes.up}>
          <Icon name="back" size={15} />
          {up.label}
        </a>
      )}
      <Group justify="space-between" gap="md">
        <Group gap="md" miw={0} maw="100%">
          <Title
            ref={heading}
            tabIndex={-1}
            order={1}
            fz={{ base: 22, sm: 26 }}
            lineClamp={2}
            className={classes.title}
          >
            {title}
          </Title>
          {aside}
        </Group>
        {actions && <Group gap="sm">{actions}</Group>}
      </Group>
    </div>
  );
}

import { Group, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import { hasNavigated } from '../../address/use-route.js';
import { Icon } from './icon.js';
import classes from './page-head.module.css';

export interface PageHeadProps {
  readonly title: string;
  /** The page above this one. */
  readonly up?: { readonly href: string; readonly label: string };
  /** Beside the title. */
  readonly aside?: ReactNode;
  /** At the right edge. */
  readonly actions?: ReactNode;
}

/**
 * Heading of a page, also in the browser's tab, with the way up and what can be done here. A page has
 * one for as long as it is shown, also while it loads: the focus is in it.
 */
export function PageHead({ title, up, aside, actions }: PageHeadProps) {
  useDocumentTitle(`${title} · Whipway`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What was clicked went away with its page: the focus goes to the new page's heading. The page
    // that the browser opened with keeps it where browsers put it.
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
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

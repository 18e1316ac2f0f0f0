import { Notification, VisuallyHidden } from '@mantine/core';
import { useEffect } from 'react';
import { Store, useStore } from '../../session/store.js';
import classes from './announcer.module.css';
import { Icon } from './icon.js';

interface Announcement {
  readonly text: string;
  /** Tells one announcement from the next with the same words. */
  readonly id: number;
}

const latest = new Store<Announcement | undefined>(undefined);

/** Says that something was done: on the screen for a moment, and to screen readers. */
export function announce(text: string): void {
  latest.set({ text, id: (latest.get()?.id ?? 0) + 1 });
}

/** How long an announcement stays, milliseconds. */
const STAY = 5_000;

export function Announcer() {
  const announcement = useStore(latest);
  useEffect(() => {
    if (!announcement) return;
    const timer = setTimeout(() => latest.set(undefined), STAY);
    return () => clearTimeout(timer);
  }, [announcement]);
  return (
    <>
      <VisuallyHidden role="status" aria-live="polite">
        {announcement?.text}
      </VisuallyHidden>
      {announcement && (
        <div key={announcement.id} className={classes.corner} aria-hidden="true">
          <Notification
            icon={<Icon name="check" />}
            color="teal"
            radius="lg"
            withCloseButton={false}
            withBorder
            data-testid="announcement"
          >
            {announcement.text}
          </Notification>
        </div>
      )}
    </>
  );
}

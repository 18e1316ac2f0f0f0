import { Notification, VisuallyHidden } from '@mantine/core';
import { useEffect } from 'react';
import { Icon } from '../appearance/icon.js';
import { useStore } from '../session/store.js';
import { type Announcement, latestAnnouncement } from './announce.js';
import classes from './announcer.module.css';

/** How long an announcement stays, milliseconds. */
const STAY = 5_000;

/** Says and shows what was done. Once in the page, so that what it says outlives what was clicked. */
export function Announcer() {
  const announcement = useStore(latestAnnouncement);
  useEffect(() => {
    if (!announcement) return;
    const timer = setTimeout(() => latestAnnouncement.set(undefined), STAY);
    return () => clearTimeout(timer);
  }, [announcement]);
  return (
    <>
      <VisuallyHidden role="status" aria-live="polite" data-testid="said">
        {/* The same words again are a new element, and so said again. */}
        <span key={announcement?.id}>{announcement?.text}</span>
      </VisuallyHidden>
      {announcement && announcement.tone !== 'said' && <Shown announcement={announcement} />}
    </>
  );
}

function Shown({ announcement: { id, text, tone } }: { readonly announcement: Announcement }) {
  const failed = tone === 'failed';
  return (
    <div key={id} className={classes.corner} aria-hidden="true">
      <Notification
        icon={<Icon name={failed ? 'warning' : 'check'} />}
        color={failed ? 'orange' : 'teal'}
        radius="lg"
        withCloseButton={false}
        withBorder
        data-testid="announcement"
      >
        {text}
      </Notification>
    </div>
  );
}

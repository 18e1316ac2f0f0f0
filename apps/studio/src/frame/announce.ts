import { Store } from '../session/store.js';

/** `said` is for screen readers alone: what was clicked shows it. */
export type AnnouncementTone = 'done' | 'said' | 'failed';

export interface Announcement {
  readonly text: string;
  readonly tone: AnnouncementTone;
  /** Tells one announcement from the next with the same words. */
  readonly id: number;
}

export const latestAnnouncement = new Store<Announcement | undefined>(undefined);

/** Says what was done, or that it failed: on the screen for a moment, and to screen readers. */
export function announce(text: string, tone: AnnouncementTone = 'done'): void {
  const id = (latestAnnouncement.get()?.id ?? 0) + 1;
  latestAnnouncement.set({ text, tone, id });
}

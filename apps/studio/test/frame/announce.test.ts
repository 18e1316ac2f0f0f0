import { describe, expect, it } from '@jest/globals';
import { announce, latestAnnouncement } from '../../src/frame/announce.js';

describe('an announcement', () => {
  it('is told from one before it with the same words', () => {
    announce('Copied: the token.', 'said');
    const first = latestAnnouncement.get();
    announce('Copied: the token.', 'said');
    expect(latestAnnouncement.get()).toMatchObject({ text: 'Copied: the token.', tone: 'said' });
    expect(latestAnnouncement.get()?.id).not.toBe(first?.id);
  });

  it('is something done, unless it says otherwise', () => {
    announce('Endpoint a is saved.');
    expect(latestAnnouncement.get()?.tone).toBe('done');
  });
});

import { describe, expect, it } from '@jest/globals';
import { SHOWN_STATES } from '../../src/session/session-states.js';

describe('states', () => {
  it.each(Object.entries(SHOWN_STATES))('%s has words for both pages', (_, row) => {
    expect(row.publish).toMatch(/^[A-Z]/);
    expect(row.watch).toMatch(/^[A-Z]/);
  });

  it('tell apart what a person must tell apart', () => {
    for (const page of ['publish', 'watch'] as const) {
      const shown = ['connected', 'disconnected', 'connecting', 'failed', 'closed'] as const;
      expect(new Set(shown.map((state) => SHOWN_STATES[state][page])).size).toBe(shown.length);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { parseFragment } from '../src/fragment/parse-fragment.js';
import { checkOffer, QUIRKS, type QuirkId, Tolerance, WhipError } from '../src/index.js';
import { checkIfMatch } from '../src/session/if-match.js';

const TAG = '"tag"';
const base = vectorText('OK-O1');
const offer = (text: string) => (tolerance: Tolerance) =>
  void checkOffer(text, { profile: 'publish', tolerance });
const fragment = (id: string) => (tolerance: Tolerance) =>
  void parseFragment(vectorText(id), { mids: ['0', '1'], tag: '0', tolerance });
const ifMatch = (request: { ifMatch?: string; etag?: string }) => (tolerance: Tolerance) =>
  checkIfMatch(request, TAG, tolerance);

/** One input for every quirk of the table that shows it and nothing else. */
const SHOWS: Record<QuirkId, (tolerance: Tolerance) => void> = {
  'ice-options-comma': offer(base.replace('trickle ice2', 'trickle,ice2')),
  'rtcp-mux-only-missing': offer(base.replaceAll('a=rtcp-mux-only\r\n', '')),
  'setup-passive': offer(base.replaceAll('actpass', 'passive')),
  'bundle-mid-unknown': offer(base.replace('BUNDLE 0 1', 'BUNDLE 0 1 7')),
  'msid-missing': offer(base.replace('a=msid:whip-stream-1 video-track-1\r\n', '')),
  'msid-differs': offer(base.replace('whip-stream-1 video', 'whip-stream-2 video')),
  'data-channel-offered': offer(vectorText('TOL-O6')),
  'pseudo-media-line': fragment('TOL-F1'),
  'mid-missing': fragment('TOL-F2'),
  'candidate-before-media': fragment('TOL-F3'),
  'component-zero': fragment('TOL-F4'),
  'empty-attribute': fragment('TOL-F5'),
  'related-address-missing': fragment('TOL-F6'),
  'if-match-missing': ifMatch({}),
  'if-match-quoted-star': ifMatch({ ifMatch: '"*"' }),
  'if-match-in-etag': ifMatch({ etag: TAG }),
  'if-match-unquoted': ifMatch({ ifMatch: 'tag' }),
};

describe.each(Object.entries(SHOWS))('quirk %s', (id, show) => {
  const quirk = id as QuirkId;

  it('is noted once and nothing else is, when lenient', () => {
    const noted: QuirkId[] = [];
    show(new Tolerance({ bodies: 'lenient', ifMatch: 'lenient' }, (one) => noted.push(one)));
    expect(noted).toEqual([quirk]);
  });

  it('fails with its code when its own switch is strict, and only then', () => {
    const { mode, strict } = QUIRKS[quirk];
    const modes = { bodies: 'lenient', ifMatch: 'lenient' } as const;
    let error: unknown;
    try {
      show(new Tolerance({ ...modes, [mode]: 'strict' }));
    } catch (thrown) {
      error = thrown;
    }
    expect(WhipError.is(error) && error.code).toBe(strict);
    const other = mode === 'bodies' ? 'ifMatch' : 'bodies';
    expect(() => show(new Tolerance({ ...modes, [other]: 'strict' }))).not.toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import { recordings, vectors, vectorText } from '@whipway/test-rig/fixtures';
import fc from 'fast-check';
import { parseFragment } from '../src/fragment/parse-fragment.js';
import { printFragment } from '../src/fragment/print-fragment.js';
import { acceptAnswer, checkOffer, Tolerance, WhipError } from '../src/index.js';
import { readCandidate } from '../src/sdp/read-candidate.js';

const LENIENT = { bodies: 'lenient', ifMatch: 'lenient' } as const;

/** True unless something other than the one error class is thrown. */
function behaves(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (WhipError.is(error)) return true;
    throw error;
  }
}

/** Real text, with lines dropped, doubled, shuffled, cut or spoiled. */
function damaged(samples: readonly string[]): fc.Arbitrary<string> {
  const step = fc.record({
    at: fc.nat(400),
    how: fc.constantFrom('drop', 'double', 'cut', 'spoil', 'swap'),
    text: fc.string({ maxLength: 40 }),
  });
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(step, { maxLength: 8 }))
    .map(([sample, steps]) => steps.reduce(damage, sample.split('\n')).join('\n'));
}

function damage(lines: string[], step: { at: number; how: string; text: string }): string[] {
  const at = step.at % Math.max(lines.length, 1);
  const line = lines[at] ?? '';
  const replacement: Record<string, string[]> = {
    drop: [],
    double: [line, line],
    cut: [line.slice(0, step.text.length)],
    spoil: [line + step.text],
    swap: [step.text, line],
  };
  return [...lines.slice(0, at), ...(replacement[step.how] ?? []), ...lines.slice(at + 1)];
}

const offers = [
  ...recordings().map(({ offer }) => offer),
  ...vectors('offer').flatMap(({ body }) => (body.length < 20_000 ? body.toString('utf8') : [])),
];
const fragments = vectors('frag').flatMap(({ body }) =>
  body.length < 20_000 ? body.toString('utf8') : [],
);
const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 2000 }));

describe('nothing but WhipError comes out of', () => {
  it.each(['publish', 'watch'] as const)('the offer checks (%s)', (profile) => {
    const property = fc.property(fc.oneof(anyText, damaged(offers)), (text) =>
      behaves(() => checkOffer(text, { profile })),
    );
    fc.assert(property, { numRuns: 1500 });
  });

  it('the fragment parser', () => {
    const property = fc.property(fc.oneof(anyText, damaged(fragments)), (text) => {
      const tolerance = new Tolerance(LENIENT);
      return behaves(() => parseFragment(text, { mids: ['0', '1'], tag: '0', tolerance }));
    });
    fc.assert(property, { numRuns: 3000 });
  });

  it('the answer rules', () => {
    const offer = checkOffer(vectorText('OK-O1'), { profile: 'publish' });
    const property = fc.property(fc.oneof(anyText, damaged(offers)), (text) =>
      behaves(() => acceptAnswer(text, offer, { rtcpMuxOnly: true })),
    );
    fc.assert(property, { numRuns: 1500 });
  });
});

describe('whatever an accepted offer was', () => {
  it('its text passes the same checks again and says the same', () => {
    const property = fc.property(damaged(offers), (text) => {
      let checked: ReturnType<typeof checkOffer>;
      try {
        checked = checkOffer(text, { profile: 'publish' });
      } catch {
        return true;
      }
      const again = checkOffer(checked.text, { profile: 'publish' });
      expect(again.media).toEqual(checked.media);
      expect(again.ice).toEqual(checked.ice);
      return true;
    });
    fc.assert(property, { numRuns: 800 });
  });
});

describe('fragments', () => {
  it('come back from print and parse as they were', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9+/]{4,20}$/);
    const candidate = fc
      .record({
        foundation: fc.stringMatching(/^[A-Za-z0-9+/]{1,32}$/),
        priority: fc.nat(2 ** 31 - 1),
        host: fc.nat(254),
        port: fc.integer({ min: 1, max: 65_535 }),
      })
      .map(({ foundation, priority, host, port }) =>
        readCandidate(`${foundation} 1 udp ${priority} 192.0.2.${host} ${port} typ host`),
      );
    const fragment = fc.record({
      mid: fc.constant('0'),
      ufrag: word,
      pwd: fc.stringMatching(/^[A-Za-z0-9+/]{22,40}$/),
      candidates: fc.uniqueArray(candidate, {
        maxLength: 5,
        selector: (read) =>
          'fault' in read ? '' : `${read.candidate.address} ${read.candidate.port}`,
      }),
      endOfCandidates: fc.boolean(),
    });
    const frame = { session: ['a=ice-options:trickle'], mediaLine: 'm=audio 9 RTP/AVP 0' };
    const property = fc.property(fragment, (made) => {
      const candidates = made.candidates.flatMap((read) => ('fault' in read ? [] : read.candidate));
      const whole = { ...made, candidates };
      const tolerance = new Tolerance({ bodies: 'strict', ifMatch: 'strict' });
      const text = printFragment(whole, frame);
      expect(parseFragment(text, { mids: ['0'], tag: '0', tolerance })).toEqual(whole);
    });
    fc.assert(property, { numRuns: 300 });
  });
});

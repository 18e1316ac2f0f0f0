import { describe, expect, it } from '@jest/globals';
import { PROMISES } from '@whipway/backend-conformance';
import type { PromiseId } from '../src/promises.js';
import { BROKEN_ENDINGS } from './broken/broken-endings.js';
import { BROKEN_MODEST } from './broken/broken-modest.js';
import { BROKEN_OPENING } from './broken/broken-opening.js';
import { BROKEN_SESSIONS } from './broken/broken-sessions.js';
import type { Spoil } from './broken/spoiling.js';
import { failures } from './collecting-runner.js';
import { examine } from './examine.js';
import { referenceSubject } from './reference/reference-subject.js';

const SPOILT: Readonly<Record<string, Spoil>> = {
  ...BROKEN_OPENING,
  ...BROKEN_SESSIONS,
  ...BROKEN_ENDINGS,
};

describe('a backend that breaks one promise fails exactly that one:', () => {
  it.each(Object.keys(SPOILT))('%s', async (id) => {
    const outcomes = await examine(referenceSubject(SPOILT[id]));
    expect(failures(outcomes)).toEqual([id]);
  });

  it.each(Object.keys(BROKEN_MODEST) as (keyof typeof BROKEN_MODEST)[])('%s', async (id) => {
    expect(failures(await examine(BROKEN_MODEST[id]()))).toEqual([id]);
  });

  it('and every promise has its broken backend', () => {
    const broken = [...Object.keys(SPOILT), ...Object.keys(BROKEN_MODEST)] as PromiseId[];
    expect(broken.sort()).toEqual(Object.keys(PROMISES).sort());
  });
});

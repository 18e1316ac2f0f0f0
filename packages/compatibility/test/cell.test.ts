import { describe, expect, it } from '@jest/globals';
import { cellOf } from '../src/cell.js';
import { both, promises } from '../src/proof.js';
import type { TestResult } from '../src/test-result.js';

const FILE = 'packages/x/test/x.live.test.ts';

function result(title: string, outcome: TestResult['outcome'] = 'passed', suite = 'x'): TestResult {
  return { file: FILE, suite, title, outcome };
}

const RESTART = promises(FILE, 'restart-again', 'restart-complete');
const PASSED = [result('restart-again: a'), result('restart-complete: b')];

describe('a cell', () => {
  it('is yes when all of its tests have passed, and only then', () => {
    expect(cellOf(RESTART, PASSED)).toEqual({ kind: 'yes' });
    expect(cellOf(RESTART, PASSED.slice(1)).kind).toBe('failed');
    const failed = [result('restart-again: a', 'failed'), result('restart-complete: b')];
    expect(cellOf(RESTART, failed)).toEqual({
      kind: 'failed',
      reason: `${FILE}: "restart-again: " failed`,
    });
  });

  it('is failed when its file ran without it: a test that was renamed proves nothing', () => {
    expect(cellOf(RESTART, [result('restarting: a')])).toEqual({
      kind: 'failed',
      reason: `${FILE} ran without "restart-again: "`,
    });
  });

  it('is failed when one of several tests of the name failed', () => {
    const proof = { tests: [{ file: FILE, title: 'plays' }] };
    expect(cellOf(proof, [result('plays VP8'), result('plays H264', 'failed')]).kind).toBe(
      'failed',
    );
  });

  it('is failed when its file cannot be run at all', () => {
    expect(cellOf(RESTART, [result('', 'failed', '')])).toEqual({
      kind: 'failed',
      reason: `${FILE} could not be run`,
    });
  });

  it('is not run, with the reason that the suite gives', () => {
    const skipped = result('no galene on the PATH; to enable: set GALENE_BIN', 'skipped');
    expect(cellOf(RESTART, [skipped])).toEqual({
      kind: 'not run',
      reason: 'no galene on the PATH',
    });
    expect(cellOf(RESTART, []).kind).toBe('not run');
    // Somebody ran one test of the file by its name.
    expect(cellOf(RESTART, [result('restart-again: a', 'skipped')]).kind).toBe('not run');
  });

  it('is no, with the reason of the kit’s own test of the contrary', () => {
    const title =
      'no-restart-is-refused: without restart … [no restart: it keeps; its credentials; instead of restart-again, restart-complete]';
    expect(cellOf(RESTART, [result(title)])).toEqual({
      kind: 'no',
      reason: 'it keeps; its credentials',
    });
    expect(cellOf(RESTART, [result(title, 'failed')]).kind).toBe('failed');
  });

  it('is no, with what a test of the gap says in its title', () => {
    const suite = 'Chromium into embedded';
    const named = { file: FILE, suite };
    const proof = {
      tests: [{ ...named, title: 'receives AV1 and Opus' }],
      gap: { ...named, title: 'refuses AV1: ' },
    };
    const gap = result('refuses AV1: it takes vp8', 'passed', suite);
    expect(cellOf(proof, [gap])).toEqual({ kind: 'no', reason: 'it takes vp8' });
    expect(cellOf(proof, [{ ...gap, suite: 'Chromium into janus' }]).kind).toBe('not run');
  });

  it('is no where nobody claims it, whatever ran', () => {
    expect(cellOf({ no: 'why' }, PASSED)).toEqual({ kind: 'no', reason: 'why' });
    expect(cellOf(both(RESTART, { no: 'why' }), PASSED)).toEqual({ kind: 'no', reason: 'why' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { describeMediaBackend, PROMISES } from '@whipway/backend-conformance';
import { CollectingRunner, failures } from './collecting-runner.js';
import { referenceSubject } from './reference/reference-subject.js';

describe('an honest backend', () => {
  it('keeps every promise', async () => {
    const subject = referenceSubject();
    const runner = new CollectingRunner();
    describeMediaBackend(runner, subject);
    const outcomes = await runner.run((body) => subject.clock.run(body()));
    expect(outcomes.filter(({ failure }) => failure)).toEqual([]);
    expect(failures(outcomes)).toEqual([]);
    const offered = Object.entries(PROMISES).filter(([, row]) => !('unless' in row));
    expect(outcomes.map(({ id }) => id).sort()).toEqual(offered.map(([id]) => id).sort());
    expect(subject.clock.pending).toBe(0);
  });
});

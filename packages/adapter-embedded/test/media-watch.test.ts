import { describe, expect, it } from '@jest/globals';
import { MediaWatch } from '../src/media-watch.js';
import { Reports } from './support/backend-host.js';
import { ManualClock } from './support/manual-clock.js';

function watched() {
  const clock = new ManualClock();
  const reports = new Reports();
  const watch = new MediaWatch(clock, reports);
  const flow = (duration: number): void => {
    for (let passed = 0; passed < duration; passed += 20) {
      watch.heard(clock.now());
      clock.pass(20);
    }
  };
  return { clock, reports, watch, flow };
}

describe('MediaWatch', () => {
  it('says nothing before the first packet', () => {
    const { clock, reports } = watched();
    clock.pass(60_000);
    expect(reports.said).toEqual([]);
  });

  it('reports the first packet once, and two seconds of silence', () => {
    const { clock, reports, flow } = watched();
    flow(10_000);
    expect(reports.said).toEqual(['mediaUp']);
    clock.pass(1979);
    expect(reports.said).toEqual(['mediaUp']);
    clock.pass(1);
    expect(reports.said).toEqual(['mediaUp', 'mediaDown']);
    clock.pass(10_000);
    flow(100);
    expect(reports.said).toEqual(['mediaUp', 'mediaDown', 'mediaUp']);
  });

  it('is silent and without a timer when stopped', () => {
    const { clock, reports, watch, flow } = watched();
    flow(100);
    watch.stop();
    expect(clock.armed).toBe(0);
    clock.pass(5000);
    expect(reports.said).toEqual(['mediaUp']);
  });
});

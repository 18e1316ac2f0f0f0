import { beforeEach, describe, expect, it } from '@jest/globals';
import { MediaWatch } from '../src/publishing/media-watch.js';
import { Reports } from './support/backend-host.js';
import { ManualClock } from './support/manual-clock.js';

let clock: ManualClock;
let reports: Reports;
let watch: MediaWatch;

beforeEach(() => {
  clock = new ManualClock();
  reports = new Reports();
  watch = new MediaWatch(clock, reports);
});

function media(mid: string, receiving: boolean, more: object = {}): void {
  watch.event({ janus: 'media', mid, receiving, ...more });
}

describe('media reports', () => {
  it('begin with the first track, and say it once', () => {
    media('0', true);
    media('1', true);
    expect(reports.said).toEqual(['mediaUp']);
  });

  it('end two seconds after the last track fell silent: Janus says so after one', () => {
    media('0', true);
    media('1', true);
    media('0', false);
    clock.pass(5_000);
    expect(reports.said).toEqual(['mediaUp']);
    media('1', false);
    clock.pass(999);
    expect(reports.said).toEqual(['mediaUp']);
    clock.pass(1);
    expect(reports.said).toEqual(['mediaUp', 'mediaDown']);
  });

  it('end at once where Janus waited longer itself', () => {
    media('0', true);
    media('0', false, { seconds: 5 });
    clock.pass(0);
    expect(reports.said).toEqual(['mediaUp', 'mediaDown']);
  });

  it('go on when media comes back in time', () => {
    media('0', true);
    media('0', false);
    clock.pass(900);
    media('0', true);
    clock.pass(10_000);
    expect(reports.said).toEqual(['mediaUp']);
  });

  it('begin again', () => {
    media('0', true);
    media('0', false);
    clock.pass(2_000);
    media('0', true);
    expect(reports.said).toEqual(['mediaUp', 'mediaDown', 'mediaUp']);
  });

  it('hold while one simulcast layer is there', () => {
    for (const substream of [0, 1, 2]) media('1', true, { substream });
    for (const substream of [1, 2]) media('1', false, { substream });
    clock.pass(10_000);
    expect(reports.said).toEqual(['mediaUp']);
    media('1', false, { substream: 0 });
    clock.pass(1_000);
    expect(reports.said).toEqual(['mediaUp', 'mediaDown']);
  });

  it('say nothing of silence before any media', () => {
    media('0', false);
    clock.pass(10_000);
    expect(reports.said).toEqual([]);
  });

  it('say nothing after the end', () => {
    media('0', true);
    media('0', false);
    watch.stop();
    clock.pass(10_000);
    expect(reports.said).toEqual(['mediaUp']);
    expect(clock.pending).toBe(0);
  });
});

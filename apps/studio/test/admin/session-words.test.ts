import { describe, expect, it } from '@jest/globals';
import type { TrackStatistics } from '../../src/admin/api/wire.js';
import { CAPABILITY_WORDS, capabilityRows } from '../../src/admin/server/capability-rows.js';
import { timelineSteps } from '../../src/admin/session-page/timeline-steps.js';
import {
  codecName,
  codecsOf,
  TRACK_COLUMNS,
  trackCells,
  trackName,
} from '../../src/admin/session-page/track-words.js';
import { session } from '../support/samples.js';

const track: TrackStatistics = { kind: 'video', packets: 1, bytes: 1 };

describe('tracks', () => {
  it('are called by kind and layer', () => {
    expect(trackName({ ...track, kind: 'audio' })).toBe('Audio');
    expect(trackName({ ...track, rid: 'h' })).toBe('Video, layer h');
  });

  it('have their codecs as people write them, video first and each once', () => {
    const tracks: TrackStatistics[] = [
      { ...track, kind: 'audio', codec: 'opus' },
      { ...track, codec: 'h264', rid: 'h' },
      { ...track, codec: 'h264', rid: 'l' },
    ];
    expect(codecsOf({ tracks })).toBe('H.264 · Opus');
    expect(codecsOf(undefined)).toBe('–');
    expect(codecName('of-the-future')).toBe('of-the-future');
  });

  it('have a cell for every column, and a dash for what is not known', () => {
    expect(trackCells(track)).toHaveLength(TRACK_COLUMNS.length);
    expect(new Set(trackCells(track))).toEqual(new Set(['–']));
    const full = {
      ...track,
      codec: 'vp8',
      bitrate: 5000,
      jitter: 3.4,
      packetsLost: 1234,
      nacks: 2,
      keyframeRequests: 1,
    };
    expect(trackCells(full)).toEqual(['VP8', '5 kbit/s', '3 ms', '1,234', '3']);
  });
});

it('a timeline tells each step, how long after the one before, and why it ended', () => {
  const steps = timelineSteps({
    ...session('s', { state: 'closed', closeReason: 'revoked' }),
    timeline: [
      { at: 1000, state: 'new' },
      { at: 1000, event: 'noted', topic: 'trickle-refused', detail: 'nothing is sent' },
      { at: 1040, state: 'connected' },
      { at: 5040, event: 'slow-link', detail: '12 packets lost' },
      { at: 5040, event: 'restarted' },
      { at: 125_040, state: 'closed', detail: 'too loud' },
      { at: 125_041 },
    ],
  });
  expect(steps.map(({ title, after, detail }) => [title, after, detail])).toEqual([
    ['The client asked to start', '', ''],
    ['Of the media server', '', 'trickle-refused: nothing is sent'],
    ['Media flows', '+40 ms', ''],
    ['Many packets were lost', '+4 s', '12 packets lost'],
    ['ICE was restarted', '', ''],
    ['Ended by an operator', '+2 min', 'too loud'],
    ['Something happened', '+1 ms', ''],
  ]);
});

it('every capability of a backend has its words', () => {
  const no = { no: 'It cannot.' };
  const capabilities = {
    trickle: 'yes',
    restart: 'yes',
    mediaReports: 'yes',
    liveness: 'yes',
    simulcast: no,
    playback: no,
    stats: 'yes',
  } as const;
  const rows = capabilityRows(capabilities);
  expect(rows.map(({ key }) => key).sort()).toEqual(Object.keys(capabilities).sort());
  for (const { key } of rows) expect(CAPABILITY_WORDS[key]).toMatch(/^[A-Z]/);
});

import { describe, expect, it } from '@jest/globals';
import {
  readBitrate,
  readDuration,
  readInteger,
  readOrigin,
  readSize,
  readUrl,
} from '../../src/cli/read-value.js';

const REFUSED = expect.objectContaining({ code: 'commander.invalidArgument' });

// biome-ignore format: one case a line, read it as a table
const CASES: readonly (readonly [name: string, read: (text: string) => unknown, text: string, value: unknown])[] = [
  ['bitrate',  readBitrate,  '2.5M',        2_500_000],
  ['bitrate',  readBitrate,  '800k',        800_000],
  ['bitrate',  readBitrate,  '1m',          1_000_000],
  ['bitrate',  readBitrate,  '120000',      120_000],
  ['bitrate',  readBitrate,  '5',           REFUSED],
  ['bitrate',  readBitrate,  '2 M',         REFUSED],
  ['bitrate',  readBitrate,  '2G',          REFUSED],
  ['duration', readDuration, '90',          90],
  ['duration', readDuration, '90s',         90],
  ['duration', readDuration, '1.5m',        90],
  ['duration', readDuration, '2h',          7200],
  ['duration', readDuration, '1:30',        90],
  ['duration', readDuration, '1:00:01',     3601],
  ['duration', readDuration, '0',           REFUSED],
  ['duration', readDuration, '1:75',        REFUSED],
  ['duration', readDuration, 'soon',        REFUSED],
  ['size',     readSize,     '1280x720',    { width: 1280, height: 720 }],
  ['size',     readSize,     '641x360',     REFUSED],
  ['size',     readSize,     '720p',        REFUSED],
  ['integer',  readInteger(0, 7), '7',      7],
  ['integer',  readInteger(-1, 9), '-1',    -1],
  ['integer',  readInteger(0, 7), '8',      REFUSED],
  ['integer',  readInteger(0, 7), '1.5',    REFUSED],
  ['integer',  readInteger(0, 7), '',       REFUSED],
  ['url',      readUrl,      'https://a/b', 'https://a/b'],
  ['url',      readUrl,      'a.example/b', REFUSED],
  ['url',      readUrl,      'rtmp://a/b',  REFUSED],
  ['url',      readUrl,      'https://me:secret@a/b', REFUSED],
  ['url',      readUrl,      'https://me@a/b', REFUSED],
  ['origin',   readOrigin,   'https://a.example:8443/x', 'https://a.example:8443'],
];

describe('the text of an option', () => {
  it.each(CASES)('%s: %#', (_, read, text, value) => {
    expect(outcome(() => read(text))).toEqual(value);
  });
});

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

import { chmodSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { REQUIREMENT_NAMES, requiredNames, requirement } from '../src/requirements.js';
import { type FakePrograms, fakePrograms } from './support/fake-programs.js';

let programs: FakePrograms;
let PATH: string;

beforeEach(() => {
  programs = fakePrograms();
  PATH = programs.folder;
});
afterEach(() => programs.remove());

describe('a program on the PATH', () => {
  // biome-ignore format: requirement and the program that meets it
  const NAMES = [
    ['janus', 'janus'], ['mediasoup', 'mediasoup-worker'], ['galene', 'galene'],
    ['chromium', 'chromium'], ['chromium', 'chromium-browser'], ['chromium', 'google-chrome'],
    ['firefox', 'firefox-esr'], ['ffmpeg', 'ffmpeg'], ['gstreamer', 'gst-launch-1.0'],
    ['coturn', 'turnserver'], ['curl', 'curl'], ['xvfb', 'Xvfb'],
    ['janus-pp-rec', 'janus-pp-rec'],
  ] as const;

  it.each(NAMES)('%s is found as %s', (name, program) => {
    expect(requirement(name, { PATH }).found).toBeUndefined();
    const path = programs.add(program);
    expect(requirement(name, { PATH })).toEqual({ found: path });
  });

  it('is taken in the order of preference, not of the folders', () => {
    const other = fakePrograms();
    other.add('google-chrome');
    const preferred = programs.add('chromium');
    const path = `${other.folder}:${PATH}`;
    expect(requirement('chromium', { PATH: path }).found).toBe(preferred);
    other.remove();
  });

  it('must be executable and a file', () => {
    chmodSync(programs.add('ffmpeg'), 0o644);
    expect(requirement('ffmpeg', { PATH })).toMatchObject({ missing: 'no ffmpeg on the PATH' });
    const parent = join(PATH, '..');
    expect(requirement('ffmpeg', { PATH: parent }).found).toBeUndefined();
  });

  it('is never looked for relative to the current folder', () => {
    programs.add('ffmpeg');
    const nearby = relative(process.cwd(), programs.folder);
    expect(requirement('ffmpeg', { PATH: nearby }).found).toBeUndefined();
    expect(requirement('ffmpeg', {})).toMatchObject({ missing: 'no ffmpeg on the PATH' });
  });
});

describe('a program named by a variable', () => {
  it('wins over the PATH', () => {
    programs.add('janus');
    const named = programs.add('my-janus');
    expect(requirement('janus', { PATH, JANUS_BIN: named })).toEqual({ found: named });
  });

  it('is not replaced by another when it is not there', () => {
    programs.add('chromium');
    const answer = requirement('chromium', { PATH, CHROMIUM_BIN: '/nowhere/chromium' });
    expect(answer).toEqual({
      missing: 'CHROMIUM_BIN is /nowhere/chromium, which is no program',
      enable: "install Debian's chromium, or set CHROMIUM_BIN",
    });
  });

  it('counts as not named when empty', () => {
    const path = programs.add('galene');
    expect(requirement('galene', { PATH, GALENE_BIN: '' })).toEqual({ found: path });
  });
});

describe('the private network', () => {
  it('is found by its address', () => {
    expect(requirement('netns', { WHIPWAY_TEST_ADDRESS: '10.0.0.1' })).toEqual({
      found: '10.0.0.1',
    });
  });

  it('tells why it could not be made', () => {
    const reason = 'no unshare on the PATH';
    expect(requirement('netns', { WHIPWAY_NO_TEST_ADDRESS: reason })).toMatchObject({
      missing: reason,
    });
    expect(requirement('netns', {})).toMatchObject({ missing: 'WHIPWAY_TEST_ADDRESS is not set' });
  });
});

it('tells for everything that is missing how to enable it', () => {
  for (const name of REQUIREMENT_NAMES) {
    expect(requirement(name, { PATH })).toMatchObject({
      missing: expect.stringMatching(/\w/),
      enable: expect.stringMatching(/^(install|set|run) \w/),
    });
  }
});

describe('WHIPWAY_REQUIRE', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['chromium', ['chromium']],
    [' netns, ffmpeg,', ['netns', 'ffmpeg']],
    [REQUIREMENT_NAMES.join(','), REQUIREMENT_NAMES],
  ])('%j names %j', (value, names) => {
    expect(requiredNames({ WHIPWAY_REQUIRE: value })).toEqual(names);
  });

  it('refuses a name that nobody knows', () => {
    const misspelt = { WHIPWAY_REQUIRE: 'netns,chromum' };
    expect(() => requiredNames(misspelt)).toThrow('WHIPWAY_REQUIRE names chromum, which is none');
  });
});

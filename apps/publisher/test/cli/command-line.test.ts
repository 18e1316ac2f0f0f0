import { describe, expect, it, jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { checkOptions, optionWarnings } from '../../src/cli/check-options.js';
import { makeCommand, readCommandLine, withoutSecrets } from '../../src/cli/command-line.js';
import { EXIT_CODES } from '../../src/cli/exit-codes.js';

const URL_ = 'https://s.example/whip/endpoint/live';
const read = (...args: readonly string[]) => readCommandLine(['-u', URL_, ...args]);

/** What simple-whip-client 0.0.1 has, with a value where it takes one. */
// biome-ignore format: one option a line, read it as a table
const SIMPLE_WHIP_CLIENT: readonly (readonly [short: string, long: string, value: string | undefined, expected: object])[] = [
  ['-u', '--url',            'https://b.example/x', { url: 'https://b.example/x' }],
  ['-t', '--token',          'verysecret',  { token: 'verysecret' }],
  ['-A', '--audio',          'a ! b',       { audio: 'a ! b' }],
  ['-V', '--video',          'c ! d',       { video: 'c ! d' }],
  ['-n', '--no-trickle',     undefined,     { trickle: false }],
  ['-f', '--follow-link',    undefined,     { followLink: true }],
  ['-S', '--stun-server',    'a:1',         { stunServer: { urls: 'stun:a:1' } }],
  ['-T', '--turn-server',    'u:p@a:1',     { turnServer: [{ urls: 'turn:a:1', username: 'u', credential: 'p' }] }],
  ['-F', '--force-turn',     undefined,     { forceTurn: true }],
  ['-l', '--log-level',      '7',           { logLevel: 7 }],
  ['-o', '--disable-colors', undefined,     { disableColors: true }],
  ['-L', '--log-timestamps', undefined,     { logTimestamps: true }],
  ['-H', '--http-debugging', 'headers',     { httpDebugging: 'headers' }],
  ['-e', '--eos-sink-name',  'sink',        { eosSinkName: 'sink' }],
  ['-b', '--jitter-buffer',  '100',         { jitterBuffer: 100 }],
];

describe('the options of simple-whip-client', () => {
  it.each(SIMPLE_WHIP_CLIENT)(
    '%s and %s mean what they mean there',
    (short, long, value, expected) => {
      const rest = value === undefined ? [] : [value];
      expect(read(short, ...rest)).toMatchObject(expected);
      expect(read(long, ...rest)).toMatchObject(expected);
    },
  );
});

describe('the command line', () => {
  it('has defaults', () => {
    expect(read()).toEqual({
      url: URL_,
      trickle: true,
      videoCodec: 'auto',
      bitrate: 2_500_000,
      keyframeInterval: 1,
      reconnect: 60,
      logLevel: 4,
      httpDebugging: 'none',
      jitterBuffer: -1,
    });
  });

  it('collects what may be repeated', () => {
    const { input, turnServer } = read(
      '--input',
      'a',
      '--input',
      'b',
      '-T',
      'u:p@a',
      '-T',
      'u:p@b',
    );
    expect(input).toEqual(['a', 'b']);
    expect(turnServer).toHaveLength(2);
  });

  it('tells sound that is left out from sound that is not named', () => {
    expect(read('--no-audio')).toMatchObject({ audio: false });
    expect(read()).not.toHaveProperty('audio');
    expect(read('--reconnect', '0')).toMatchObject({ reconnect: 0 });
  });

  it.each([
    ['without a URL', []],
    ['with an unknown option', ['-u', URL_, '--loops']],
    ['with an unknown codec', ['-u', URL_, '--video-codec', 'theora']],
    ['with something left over', ['-u', URL_, 'clip.mp4']],
    ['with a level that is none', ['-u', URL_, '-l', '8']],
  ])('is refused %s', (_, args) => {
    const error = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(() => readCommandLine(args)).toThrow(CommanderError);
    expect(error).toHaveBeenCalled();
    error.mockRestore();
  });

  it('never repeats the password of a TURN server', () => {
    const told: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      told.push(String(text));
      return true;
    });
    expect(() => read('-T', 'me:se"cr\'et@')).toThrow();
    write.mockRestore();
    expect(told.join('')).toContain('user:password@host:port');
    expect(told.join('')).not.toContain('cr');
    expect(withoutSecrets("error: option '-u, --url <url>' argument 'x' is invalid")).toContain(
      "'x'",
    );
  });

  it('explains itself', () => {
    let help = '';
    makeCommand()
      .configureOutput({
        writeOut: (text) => {
          help += text;
        },
      })
      .outputHelp();
    for (const { code, meaning } of Object.values(EXIT_CODES)) {
      expect(help).toContain(`${code}`);
      expect(help).toContain(meaning);
    }
    // Nothing is wider than a terminal.
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe('exit codes', () => {
  it('are distinct', () => {
    const codes = Object.values(EXIT_CODES).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('options that do not go together', () => {
  // biome-ignore format: one combination a line, read it as a table
  it.each([
    [[],                                                /Say what to publish/],
    [['--whep', '--test-pattern'],                      /--whep plays/],
    [['--test-pattern', '--input', 'x'],                /Only one/],
    [['--input', 'x', '-V', 'y'],                       /Only one/],
    [['--test-pattern', '--no-audio', '--no-video'],    /nothing is left/],
    [['--test-pattern', '--output', 'x.webm'],          /--output is for/],
    [['--test-pattern', '--loop'],                      /--loop is for/],
    [['--test-pattern', '-e', 'x'],                     /--eos-sink-name is for/],
    [['--test-pattern', '--force'],                     /--force is for/],
  ])('%j', (args, message) => {
    expect(() => checkOptions(read(...args))).toThrow(message);
    expect(() => checkOptions(read(...args))).toThrow(expect.objectContaining({ ending: 'usage' }));
  });

  it('are told when something is ignored', () => {
    expect(optionWarnings(read('-F'))).toEqual([expect.stringMatching(/does nothing without/)]);
    const relayed = ['-F', '-T', 'a:b@c', '-T', 'd:e@f'];
    for (const args of [[], ['-F', '-f'], relayed])
      expect(optionWarnings(read(...args))).toEqual([]);
  });

  it.each([
    [['--test-pattern']],
    [['--test-pattern', '-F']],
    [['--screen', '--input', 'pulse:default']],
    [['-A', 'x', '-V', 'y', '-e', 'z']],
    [['-A', 'x', '--no-video']],
    [['--whep', '--no-audio', '--output', 'x.webm']],
    [['--input', 'x', '--loop', '-F', '-f']],
  ])('%j do', (args) => {
    expect(() => checkOptions(read(...args))).not.toThrow();
  });
});

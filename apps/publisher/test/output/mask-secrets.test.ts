import { describe, expect, it } from '@jest/globals';
import { withoutSecrets } from '../../src/cli/command-line.js';
import { maskSecrets, maskUrl } from '../../src/output/mask-secrets.js';
import { Terminal } from '../../src/output/terminal.js';

// biome-ignore format: one text a line, read it as a table
const CASES: readonly (readonly [text: string, masked: string])[] = [
  ['https://a.example/whip/live',                     'https://a.example/whip/live'],
  ['https://a.example/whip?token=secret&x=secret#f',  'https://a.example/whip?token=***&x=***#f'],
  ['rtsp://me:secret@camera/1: 401 Unauthorized',     'rtsp://***@camera/1: 401 Unauthorized'],
  ['rtsp://me:se@cret@camera:554/1',                  'rtsp://***@camera:554/1'],
  ["Error opening 'srt://h:9?passphrase=secret'.",    "Error opening 'srt://h:9?passphrase=***'."],
  ['rtmp://secret@h/a and http://h/b?key=secret ok',  'rtmp://***@h/a and http://h/b?key=*** ok'],
  ['turn:h:3478?transport=udp and me@h stay',         'turn:h:3478?transport=udp and me@h stay'],
];

describe('secrets of URLs', () => {
  it.each(CASES)('%s', (text, masked) => expect(maskSecrets(text)).toBe(masked));

  it('are told by nobody, once is as good as twice', () => {
    const written: string[] = [];
    const screen = { write: (text: string) => written.push(text) };
    const terminal = new Terminal(screen, { level: 7, colors: false, timestamps: false });
    for (const [text, masked] of CASES) {
      terminal.say('detail', text);
      expect(written.pop()).toBe(`${masked}\n`);
      expect(maskSecrets(masked)).toBe(masked);
    }
    expect(maskUrl('https://a/b?c=d')).toBe('https://a/b?c=***');
  });

  it('are not in what commander could not read', () => {
    const text = "error: option '-u, --url <url>' argument 'https://me:secret@h/x' is invalid.";
    expect(withoutSecrets(text)).toContain("'https://***@h/x' is invalid");
  });
});

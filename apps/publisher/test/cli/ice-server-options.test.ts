import { describe, expect, it } from '@jest/globals';
import { readStunServer, readTurnServer } from '../../src/cli/ice-server-options.js';

describe('--stun-server', () => {
  it.each([
    ['stun.example.org:3478', 'stun:stun.example.org:3478'],
    ['stun.example.org', 'stun:stun.example.org:3478'],
    ['stun://stun.example.org:19302', 'stun:stun.example.org:19302'],
    ['stun:192.0.2.1:5000', 'stun:192.0.2.1:5000'],
    ['[2001:db8::1]:3478', 'stun:[2001:db8::1]:3478'],
  ])('%s', (text, urls) => {
    expect(readStunServer(text)).toEqual({ urls });
  });

  it.each(['', 'turn:a:1', 'a b', 'host:port', 'http://a'])('refuses %j', (text) => {
    expect(() => readStunServer(text)).toThrow('host:port');
  });
});

describe('--turn-server', () => {
  // biome-ignore format: one case a line, read it as a table
  it.each([
    ['me:secret@turn.example.org:3478',                'turn:turn.example.org:3478',               'me',    'secret'],
    ['me:secret@turn.example.org',                     'turn:turn.example.org:3478',               'me',    'secret'],
    ['me:se:c@ret@turn.example.org',                   'turn:turn.example.org:3478',               'me',    'se:c@ret'],
    ['me:100%25@turn.example.org',                     'turn:turn.example.org:3478',               'me',    '100%25'],
    ['turn://me:100%25@turn.example.org:99',           'turn:turn.example.org:99',                 'me',    '100%'],
    ['turn://a%40b:c%3Ad@turn.example.org',            'turn:turn.example.org:3478',               'a@b',   'c:d'],
    ['turns:me:secret@turn.example.org',               'turns:turn.example.org:5349',              'me',    'secret'],
    ['turn:me:secret@192.0.2.1:1?transport=tcp',       'turn:192.0.2.1:1?transport=tcp',           'me',    'secret'],
    ['1700000000:me:secret@turn.example.org',          'turn:turn.example.org:3478',               '1700000000', 'me:secret'],
  ])('%s', (text, urls, username, credential) => {
    expect(readTurnServer(text)).toEqual({ urls, username, credential });
  });

  it.each(['turn.example.org:3478', 'me@host', 'me:@host', ':secret@host', 'me:secret@'])(
    'refuses %s without repeating it',
    (text) => {
      expect(() => readTurnServer(text)).toThrow(/^Write it as user:password@host:port.$/);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { maskSecrets } from '../../src/config/mask-secrets.js';

describe('maskSecrets', () => {
  it('masks by the name of the key, however deep', () => {
    const shown = maskSecrets({
      endpoints: [
        { id: 'live', token: 'a', watch: { token: 'b' } },
        { id: 'x', watch: 'public' },
      ],
      iceServers: [{ urls: 'turn:t.example', username: 'u', credential: 'c' }],
      backend: { kind: 'janus', apiSecret: 'd', adminKey: 'e', pin: 1234, tokens: ['f'] },
      listen: { tls: { cert: 'cert.pem', key: 'key.pem' } },
    });
    expect(shown).toEqual({
      endpoints: [
        { id: 'live', token: '********', watch: { token: '********' } },
        { id: 'x', watch: 'public' },
      ],
      iceServers: [{ urls: 'turn:t.example', username: 'u', credential: '********' }],
      backend: {
        kind: 'janus',
        apiSecret: '********',
        adminKey: '********',
        pin: '********',
        tokens: ['********'],
      },
      listen: { tls: { cert: 'cert.pem', key: 'key.pem' } },
    });
  });

  it('shows where a token comes from', () => {
    const block = { token: { from: 'client' } };
    expect(maskSecrets(block)).toEqual(block);
  });

  it.each([
    ['ws://user:pass@host:8188/x', 'ws://********@host:8188/x'],
    ['ws://us@er:pass@host/x', 'ws://********@host/x'],
    ['https://h.example/?token=abc', 'https://h.example/?********'],
    ['https://h.example/a#secret', 'https://h.example/a#********'],
    ['https://h.example/a?b#c', 'https://h.example/a?********'],
    ['https://h.example/w/rm4xQ2tYb9LkPz71/publish', 'https://h.example/w/********/publish'],
    ['https://h.example/1f0c8a52-98e4-4a4e-9d5f-0b7a5d1f3c11', 'https://h.example/********'],
    [
      'https://u:p@h.example:8443/a1b2c3d4e5f6a7b8?c',
      'https://********@h.example:8443/********?********',
    ],
  ])('masks what may be secret in a URL: %s', (text, shown) => {
    expect(maskSecrets([text])).toEqual([shown]);
  });

  it.each([
    'https://ingest.example.com/whip/{endpoint}',
    'https://ingest.example.com/api/v2/broadcast-endpoints/live',
    'http://127.0.0.1:7088/admin',
    'stun:h:3478',
    'turn:turn.example.com:3478?transport=udp',
    'C:\\keys\\a1b2c3d4e5f6a7b8c9',
  ])('leaves the rest: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

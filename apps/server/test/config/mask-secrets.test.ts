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

  it('masks passwords and queries of URLs, and leaves the rest of them', () => {
    expect(
      maskSecrets(['ws://user:pass@host:8188/x', 'https://h.example/?token=abc', 'stun:h:3478']),
    ).toEqual(['ws://********@host:8188/x', 'https://h.example/?********', 'stun:h:3478']);
  });
});

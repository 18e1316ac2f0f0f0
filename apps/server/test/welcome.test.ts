import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Config } from '../src/config/config.js';
import { ListenError } from '../src/run/listen-error.js';
import { baseUrl, isLoopback } from '../src/run/server-urls.js';
import { madeTokenLines, welcomeLines, welcomeText } from '../src/run/welcome.js';
import { testFolder } from './support/folders.js';
import { loader } from './support/loading.js';

const { load } = loader(testFolder());

function tokenOf(config: Config): string {
  return config.endpoints[0]?.token ?? '';
}

describe('the welcome, when the token was made', () => {
  const config = load({});
  const token = tokenOf(config);

  it('has the pages, the WHIP URL, the token, and commands to paste', () => {
    const text = welcomeText(config, 7080, { colors: false });
    for (const part of [
      'http://127.0.0.1:7080 (backend embedded, no configuration file)',
      `  http://127.0.0.1:7080/#/?admin=${config.adminToken}\n`,
      `  http://127.0.0.1:7080/#/publish/live?token=${token}\n`,
      '  http://127.0.0.1:7080/#/watch/live\n',
      '  http://127.0.0.1:7080/whip/endpoint/live\n',
      `  export WHIP_URL=http://127.0.0.1:7080/whip/endpoint/live TOKEN=${token}\n`,
      `-f whip -authorization ${token} http://127.0.0.1:7080/whip/endpoint/live\n`,
    ])
      expect(text).toContain(part);
  });

  it('says the same with colours', () => {
    const colored = welcomeText(config, 7080, { colors: true });
    expect(colored).toContain('\u001b[1m');
    expect(stripVTControlCharacters(colored)).toBe(welcomeText(config, 7080, { colors: false }));
  });

  it('is three entries for a machine', () => {
    expect(welcomeLines(config, 7080)).toEqual([
      {
        message: 'listening',
        fields: { url: 'http://127.0.0.1:7080', backend: 'embedded', config: undefined },
      },
      {
        message: 'studio',
        fields: { studio: `http://127.0.0.1:7080/#/?admin=${config.adminToken}` },
      },
      {
        message: 'endpoint',
        fields: {
          endpoint: 'live',
          publishPage: `http://127.0.0.1:7080/#/publish/live?token=${token}`,
          watchPage: 'http://127.0.0.1:7080/#/watch/live',
          whip: 'http://127.0.0.1:7080/whip/endpoint/live',
        },
      },
    ]);
  });
});

it('the welcome never shows a configured token', () => {
  const config = load({
    yaml: `admin: { token: hunter1-hunter1-hunter1 }
endpoints: [{ id: one, token: hunter2 }, { id: two, publish: public, watch: { token: hunter3 } }]`,
  });
  const shown = welcomeText(config, 1, { colors: false }) + JSON.stringify(welcomeLines(config, 1));
  expect(shown).toContain('/#/publish/one');
  expect(shown).toContain('/#/publish/two');
  expect(shown).toContain('test.yaml');
  expect(shown).not.toMatch(/hunter|token/);
});

it('the studio is not mentioned when the admin API is off, and no token made', () => {
  const config = load({ yaml: 'admin: { enabled: false }\nendpoints: []' });
  const shown = welcomeText(config, 1, { colors: false }) + JSON.stringify(welcomeLines(config, 1));
  expect(shown + madeTokenLines(config, 1)).not.toMatch(/studio|admin/);
});

describe('the base URL', () => {
  it.each([
    ['{ host: 127.0.0.1 }', 'http://127.0.0.1:80'],
    ['{ host: localhost }', 'http://localhost:80'],
    ['{ host: 0.0.0.0 }', 'http://127.0.0.1:80'],
    ['{ host: "::" }', 'http://[::1]:80'],
    ['{ host: "fe80::1" }', 'http://[fe80::1]:80'],
    ['{ publicUrl: "https://a.example/door/" }', 'https://a.example/door'],
  ])('of %s is %s', (listen, url) => {
    expect(baseUrl(load({ yaml: `listen: ${listen}` }), 80)).toBe(url);
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['192.168.1.1', false],
  ['127.evil.example', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

describe('ListenError', () => {
  it.each([
    ['EACCES', 'Port 80 may not be used by this user. Choose one above 1023 with --port.'],
    ['ENOTFOUND', 'The host name h is not known. Choose another with --host.'],
    ['ESTRANGE', 'Cannot listen on h port 80: boom.'],
  ])('%s: %s', (code, message) => {
    const cause = Object.assign(new Error('boom'), { code });
    expect(new ListenError(cause, 'h', 80)).toMatchObject({ message, cause });
  });
});

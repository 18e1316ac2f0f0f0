import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.js';
import { ConfigError } from '../../src/config/problem.js';
import { testFolder } from '../support/folders.js';
import { loader } from '../support/loading.js';

const folder = testFolder();
const { load, lines } = loader(folder);

describe('without a word', () => {
  it('listens on loopback only, with one endpoint and a token nobody can guess', () => {
    const config = load({});
    expect(config).toMatchObject({
      listen: { host: '127.0.0.1', port: 7080 },
      backend: { kind: 'embedded' },
      endpoints: [{ id: 'live', watch: 'public' }],
      log: { level: 'info', format: 'auto' },
      tlsMaterial: undefined,
      file: undefined,
    });
    expect(config.endpoints[0]?.token).toMatch(/^[\w-]{24}$/);
    expect(config.endpoints[0]?.token).not.toBe(load({}).endpoints[0]?.token);
    expect([...config.madeTokens]).toEqual(['live']);
  });

  it('makes the endpoint also when a file says nothing about endpoints', () => {
    expect(load({ yaml: 'listen: { port: 8080 }' }).endpoints).toHaveLength(1);
    expect(load({ yaml: '' }).endpoints).toHaveLength(1);
    expect(load({ yaml: 'endpoints: []' }).endpoints).toHaveLength(0);
  });
});

describe('the file', () => {
  it('fills in what it leaves out, key by key', () => {
    const { listen, timers, media } = load({
      yaml: 'listen: { port: 8080 }\ntimers: { mediaLost: 5000 }\nmedia: { addresses: [10.0.0.1] }',
    });
    expect(listen).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(timers).toMatchObject({ open: 7000, mediaLost: 5000 });
    expect(media).toEqual({ addresses: ['10.0.0.1'], stun: [] });
  });

  it('takes a block whose lines are all commented out for no block', () => {
    expect(load({ yaml: 'listen:\n#  port: 1\nprotocol:\n  bodies: strict' })).toMatchObject({
      listen: { port: 7080 },
      protocol: { bodies: 'strict', ifMatch: 'lenient' },
    });
  });

  it('keeps a configured token out of those that may be shown', () => {
    const { endpoints, madeTokens } = load({ yaml: 'endpoints: [{ id: cam, token: secret }]' });
    expect(endpoints).toEqual([{ id: 'cam', token: 'secret' }]);
    expect(madeTokens.size).toBe(0);
  });

  it('is whipway.yaml of the working directory when none is named', () => {
    const own = join(folder.path, 'own');
    mkdirSync(own);
    folder.write('own/whipway.yaml', 'listen: { port: 1234 }');
    expect(loadConfig({ folder: own, environment: {} })).toMatchObject({
      listen: { port: 1234 },
      file: 'whipway.yaml',
    });
  });

  it('is looked for where the user is when npm moved into the package', () => {
    folder.write('named.yaml', 'listen: { port: 4321 }');
    const sources = { folder: '/', file: './named.yaml', environment: { INIT_CWD: folder.path } };
    expect(loadConfig(sources).listen.port).toBe(4321);
  });

  it.each([
    ['missing.yaml', 'there is no such file'],
    ['.', 'is a folder'],
  ])('%s: %s', (file, words) => {
    expect(() => loadConfig({ folder: folder.path, file, environment: {} })).toThrow(words);
  });
});

describe('order of precedence', () => {
  const yaml = 'listen: { port: 1001, host: 127.0.0.2 }\nlog: { level: warn }';
  const environment = { WHIPWAY__LISTEN__PORT: '1002', WHIPWAY__LOG__LEVEL: 'debug' };
  const flags = [{ source: '--port', path: ['listen', 'port'], value: 1003 }];

  it('is file, environment, flags', () => {
    expect(load({ yaml, environment })).toMatchObject({ listen: { port: 1002 } });
    expect(load({ yaml, environment, flags })).toMatchObject({
      listen: { port: 1003, host: '127.0.0.2' },
      log: { level: 'debug' },
    });
  });

  it('names in a problem whoever had the last word', () => {
    const wrong = { WHIPWAY__LISTEN__PORT: 'many' };
    expect(lines({ yaml, environment: wrong })).toEqual([
      'WHIPWAY__LISTEN__PORT: listen.port must be a number',
    ]);
    expect(lines({ yaml, environment: wrong, flags })).toEqual([]);
    const negative = [{ source: '--port', path: ['listen', 'port'], value: -1 }];
    expect(lines({ yaml, environment, flags: negative })).toEqual([
      '--port: listen.port must be at least 0',
    ]);
  });
});

it('a problem is an error whose message is ready to be printed', () => {
  const broken = () => load({ yaml: 'listen: { port: x }\nlog: { level: 5 }' });
  expect(broken).toThrow(ConfigError);
  expect(broken).toThrow(
    [
      'The configuration has 2 problems:',
      '  - test.yaml:1:11: listen.port must be a number',
      '  - test.yaml:2:8: log.level must be one of debug, info, warn, error, silent',
    ].join('\n'),
  );
});

import { describe, expect, it } from '@jest/globals';
import { testFolder } from '../support/folders.js';
import { loader } from '../support/loading.js';

const { load, lines } = loader(testFolder());

describe('the environment', () => {
  it.each([
    ['WHIPWAY__LISTEN__PORT', '8080', { listen: { port: 8080 } }],
    [
      'WHIPWAY__listen__publicUrl',
      'https://a.example',
      { listen: { publicUrl: 'https://a.example' } },
    ],
    [
      'WHIPWAY__LISTEN__PUBLIC_URL',
      'https://b.example',
      { listen: { publicUrl: 'https://b.example' } },
    ],
    ['WHIPWAY__LISTEN__HOST', '0.0.0.0', { listen: { host: '0.0.0.0' } }],
    [
      'WHIPWAY__PROTOCOL__ANSWER_RTCP_MUX_ONLY',
      'false',
      { protocol: { answerRtcpMuxOnly: false } },
    ],
    [
      'WHIPWAY__MEDIA__ADDRESSES',
      '[10.0.0.1, auto]',
      { media: { addresses: ['10.0.0.1', 'auto'] } },
    ],
    ['WHIPWAY__MEDIA__ADDRESSES__0', '10.0.0.9', { media: { addresses: ['10.0.0.9'] } }],
    ['WHIPWAY__CORS__ORIGINS', '*', { cors: { origins: '*' } }],
    ['WHIPWAY__CORS__ORIGINS', '[https://a.example]', { cors: { origins: ['https://a.example'] } }],
    ['WHIPWAY__TIMERS', '{ open: 3000 }', { timers: { open: 3000, connect: 45000 } }],
    ['WHIPWAY__BACKEND', '{ kind: embedded, stunTimeout: 77 }', { backend: { stunTimeout: 77 } }],
    ['WHIPWAY__BACKEND__KIND', 'embedded', { backend: { kind: 'embedded' } }],
  ])('%s=%s', (name, value, expected) => {
    expect(load({ environment: { [name]: value } })).toMatchObject(expected);
  });

  it('takes a token of digits for text, for only text can stand there', () => {
    const environment = { WHIPWAY__ENDPOINTS__0__ID: '7', WHIPWAY__ENDPOINTS__0__TOKEN: '0123' };
    expect(load({ environment }).endpoints).toEqual([{ id: '7', token: '0123' }]);
  });

  it('changes one entry of a list in the file, or adds one behind it', () => {
    const yaml = 'endpoints: [{ id: one, token: a }, { id: two, token: b }]';
    const environment = {
      WHIPWAY__ENDPOINTS__1__TOKEN: 'changed',
      WHIPWAY__ENDPOINTS__2: '{ id: three, publish: public }',
    };
    expect(load({ yaml, environment }).endpoints).toEqual([
      { id: 'one', token: 'a' },
      { id: 'two', token: 'changed' },
      { id: 'three', publish: 'public' },
    ]);
  });

  it('refuses to leave a gap in a list', () => {
    const environment = { WHIPWAY__ENDPOINTS__3__TOKEN: 'x' };
    expect(lines({ environment })).toEqual([
      'WHIPWAY__ENDPOINTS__3__TOKEN: endpoints[3].token leaves a gap: the list has 0 entries, counted from 0',
    ]);
  });

  it('suggests the key that was meant', () => {
    const environment = { WHIPWAY__LISTEN__PROT: '1', WHIPWAY__LISTEM__PORT: '1', WHIPWAY__: '' };
    expect(lines({ environment })).toEqual([
      expect.stringContaining('WHIPWAY__: unknown key ""; known here: listen, media'),
      'WHIPWAY__LISTEM__PORT: unknown key "LISTEM"; did you mean "listen"?',
      'WHIPWAY__LISTEN__PROT: unknown key "PROT"; did you mean "port"?',
    ]);
  });

  it('leaves names with one underscore to the tests', () => {
    const environment = { WHIPWAY_REQUIRE: 'janus', WHIPWAY_TEST_ADDRESS: 'x', WHIPWAY: 'y' };
    expect(lines({ environment })).toEqual([]);
  });
});

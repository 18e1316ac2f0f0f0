import { describe, expect, it } from '@jest/globals';
import { endpointUrls } from '../../src/address/endpoint-urls.js';
import { parseRoute, printRoute, type Route } from '../../src/address/route.js';

describe('the address', () => {
  // biome-ignore format: one case a line
  it.each<readonly [string, Route]>([
    ['',                                { page: 'start',   id: '',       token: '' }],
    ['#',                               { page: 'start',   id: '',       token: '' }],
    ['#/',                              { page: 'start',   id: '',       token: '' }],
    ['#/?id=live&token=abc',            { page: 'start',   id: 'live',   token: 'abc' }],
    ['#/publish/live?token=very%26%3D', { page: 'publish', id: 'live',   token: 'very&=' }],
    ['#/publish/live/',                 { page: 'publish', id: 'live',   token: '' }],
    ['#/watch/a.b~c-d',                 { page: 'watch',   id: 'a.b~c-d', token: '' }],
    ['#/watch/a%2Fb',                   { page: 'watch',   id: 'a/b',    token: '' }],
    ['#/watch/%E0%A4%A',                { page: 'watch',   id: '%E0%A4%A', token: '' }],
    ['#/watch/a/b',                     { page: 'start',   id: '',       token: '' }],
    ['#/nowhere/live',                  { page: 'start',   id: '',       token: '' }],
  ])('%s is read', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it.each(['start', 'publish', 'watch'] as const)(
    'of the %s page is read as it was printed',
    (page) => {
      for (const id of ['live', 'a b', 'ä/%', 'x?y#z'])
        for (const token of ['', 'a+b c&d=e/f', '%'])
          expect(parseRoute(printRoute({ page, id, token }))).toEqual({ page, id, token });
    },
  );

  it('leads to the start page without an endpoint', () => {
    expect(printRoute({ page: 'watch', id: '', token: 't' })).toBe('#/?token=t');
  });
});

describe('an endpoint’s URLs', () => {
  it('are on the server of the page, and none has a token', () => {
    expect(endpointUrls('https://h:7/', 'live')).toEqual({
      whip: 'https://h:7/whip/endpoint/live',
      whep: 'https://h:7/whep/endpoint/live',
      watchPage: 'https://h:7/#/watch/live',
    });
  });

  it('keep the path that a proxy mounts the server under', () => {
    const { whip, watchPage } = endpointUrls('https://h/media/index.html', 'a b');
    expect(whip).toBe('https://h/media/whip/endpoint/a%20b');
    expect(watchPage).toBe('https://h/media/#/watch/a%20b');
  });
});

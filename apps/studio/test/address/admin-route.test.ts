import { describe, expect, it } from '@jest/globals';
import {
  type AdminRoute,
  parseAdminRoute,
  printAdminRoute,
} from '../../src/address/admin-route.js';
import {
  adminToken,
  keepAdminToken,
  recallAdminToken,
  tokenInFragment,
} from '../../src/address/admin-token.js';

describe('the address of the management', () => {
  // biome-ignore format: one case a line
  it.each<readonly [string, AdminRoute | undefined]>([
    ['#/endpoints',           { page: 'endpoints' }],
    ['#/endpoints/',          { page: 'endpoints' }],
    ['#/endpoints/live',      { page: 'endpoint', id: 'live' }],
    ['#/endpoints/a%20b?x=1', { page: 'endpoint', id: 'a b' }],
    ['#/endpoints/%E0%A4%A',  { page: 'endpoint', id: '%E0%A4%A' }],
    ['#/sessions',            { page: 'sessions' }],
    ['#/sessions/s-1',        { page: 'session', name: 's-1' }],
    ['#/server',              { page: 'server' }],
    ['#/server/x',            undefined],
    ['#/endpoints/a/b',       undefined],
    ['#/endpointsx',          undefined],
    ['',                      undefined],
    ['#/',                    undefined],
    ['#/publish/endpoints',   undefined],
  ])('%s is read', (hash, route) => {
    expect(parseAdminRoute(hash)).toEqual(route);
  });

  it('is read as it was printed', () => {
    const items = ['live', 'a b', 'ä/%', 'x?y#z'];
    const routes: AdminRoute[] = [
      { page: 'endpoints' },
      { page: 'sessions' },
      { page: 'server' },
      ...items.map((id) => ({ page: 'endpoint', id }) as const),
      ...items.map((name) => ({ page: 'session', name }) as const),
    ];
    for (const route of routes) expect(parseAdminRoute(printAdminRoute(route))).toEqual(route);
  });
});

describe('the admin token', () => {
  // biome-ignore format: one case a line
  it.each([
    ['#/?admin=abc',           { token: 'abc', hash: '#/endpoints' }],
    ['#/?admin=a%2Bb%26',      { token: 'a+b&', hash: '#/endpoints' }],
    ['#/endpoints/x?admin=t',  { token: 't', hash: '#/endpoints/x' }],
    ['#/publish/x?admin=t',    { token: 't', hash: '#/endpoints' }],
    ['#/?admin=',              undefined],
    ['#/?token=abc',           undefined],
    ['#/admin=abc',            undefined],
    ['',                       undefined],
  ])('of %s is taken out of it', (hash, found) => {
    expect(tokenInFragment(hash)).toEqual(found);
  });

  it('is kept until it is forgotten', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    keepAdminToken('secret', storage);
    expect(adminToken.get()).toBe('secret');
    adminToken.set('');
    recallAdminToken(storage);
    expect(adminToken.get()).toBe('secret');
    keepAdminToken('', storage);
    expect(adminToken.get()).toBe('');
    expect(kept.size).toBe(0);
  });

  it('lasts for the page where nothing can be stored', () => {
    const forbidden = () => {
      throw new DOMException('no storage', 'SecurityError');
    };
    const storage = { getItem: forbidden, setItem: forbidden, removeItem: forbidden };
    keepAdminToken('secret', storage);
    expect(adminToken.get()).toBe('secret');
    recallAdminToken(storage);
    expect(adminToken.get()).toBe('');
  });
});

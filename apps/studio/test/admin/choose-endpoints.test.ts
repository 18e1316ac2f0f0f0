import { describe, expect, it } from '@jest/globals';
import {
  chooseEndpoints,
  countText,
  type EndpointChoice,
  sortEndpoints,
} from '../../src/admin/endpoints/choose-endpoints.js';
import { occupancies } from '../../src/admin/live/occupancy.js';
import { newestFirst } from '../../src/admin/sessions/newest-first.js';
import { endpoint, session } from '../support/samples.js';

const all = sortEndpoints(['show-b', 'Show-A', 'lobby', 'a'].map((id) => endpoint(id)));
const occupied = occupancies(
  new Map([
    ['p', session('p', { endpointId: 'lobby' })],
    ['v', session('v', { endpointId: 'a', kind: 'watch' })],
  ]),
);

describe('endpoints', () => {
  it('are sorted as the server sorts them', () => {
    expect(all.map(({ id }) => id)).toEqual(['Show-A', 'a', 'lobby', 'show-b']);
  });

  // biome-ignore format: one case a line
  it.each<readonly [EndpointChoice, readonly string[]]>([
    [{ search: '',       filter: 'all' },  ['Show-A', 'a', 'lobby', 'show-b']],
    [{ search: ' SHOW ', filter: 'all' },  ['Show-A', 'show-b']],
    [{ search: 'zzz',    filter: 'all' },  []],
    [{ search: '',       filter: 'live' }, ['lobby']],
    [{ search: '',       filter: 'idle' }, ['Show-A', 'a', 'show-b']],
    [{ search: 'show',   filter: 'live' }, []],
  ])('chosen by %j', (choice, ids) => {
    expect(chooseEndpoints(all, occupied, choice).map(({ id }) => id)).toEqual(ids);
  });

  // biome-ignore format: one case a line
  it.each([[0, 0, '0 endpoints'], [1, 1, '1 endpoint'], [1000, 1000, '1,000 endpoints'], [3, 1000, '3 of 1,000 endpoints']])(
    '%d of %d: %s',
    (shown, total, text) => {
      expect(countText(shown, total)).toBe(text);
    },
  );
});

it('sessions are listed publishers first, then the newest', () => {
  const list = [
    session('old viewer', { kind: 'watch', openedAt: 1 }),
    session('new viewer', { kind: 'watch', openedAt: 9 }),
    session('publisher', { openedAt: 2 }),
  ];
  expect(newestFirst(list).map(({ name }) => name)).toEqual([
    'publisher',
    'new viewer',
    'old viewer',
  ]);
});

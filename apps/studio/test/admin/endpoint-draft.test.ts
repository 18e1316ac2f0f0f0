import { describe, expect, it } from '@jest/globals';
import { draftChanges } from '../../src/admin/form/draft-changes.js';
import {
  draftFaults,
  draftOf,
  type EndpointDraft,
  faultAt,
  inputOf,
  makeToken,
  NEW_ENDPOINT,
  suggestId,
} from '../../src/admin/form/endpoint-draft.js';
import { straysOf } from '../../src/admin/form/find-strays.js';
import { settingFields } from '../../src/admin/form/setting-fields.js';
import { endpoint } from '../support/samples.js';

const backend = {
  kind: 'janus',
  endpointSchema: {
    type: 'object',
    properties: {
      room: { type: 'integer', minimum: 1 },
      create: { type: 'object', properties: { bitrate: { type: 'integer' } } },
    },
  },
};

function draft(part: Partial<EndpointDraft>): EndpointDraft {
  return { ...NEW_ENDPOINT, id: 'show', ...part };
}

describe('what is sent for a form', () => {
  // biome-ignore format: one case a line
  it.each<readonly [Partial<EndpointDraft>, object]>([
    [{},                                         { id: 'show' }],
    [{ token: 't' },                             { id: 'show', token: 't' }],
    [{ publish: 'public', token: 'left over' },  { id: 'show', publish: 'public' }],
    [{ watch: 'public', watchToken: 'left' },    { id: 'show', watch: 'public' }],
    [{ watch: 'token', watchToken: 'w' },        { id: 'show', watch: { token: 'w' } }],
    [{ settings: { room: 5 } },                  { id: 'show', janus: { room: 5 } }],
    [{ otherBlocks: { galene: { group: 'g' } } }, { id: 'show', galene: { group: 'g' } }],
  ])('%j', (part, input) => {
    expect(inputOf(draft(part), 'janus')).toEqual(input);
  });

  it('is the endpoint again when nothing was changed, with the blocks of other backends', () => {
    const known = endpoint('show', {
      watch: 'token',
      watchToken: 'w',
      settings: { room: 5 },
      blocks: { janus: { room: 5 }, galene: { group: 'g' } },
    });
    expect(inputOf(draftOf(known, 'janus'), 'janus')).toEqual({
      id: 'show',
      token: 'token-of-show',
      watch: { token: 'w' },
      janus: { room: 5 },
      galene: { group: 'g' },
    });
  });
});

describe('faults of a form', () => {
  // biome-ignore format: one case a line
  it.each<readonly [Partial<EndpointDraft>, readonly string[]]>([
    [{},                                    []],
    [{ id: '' },                            ['id']],
    [{ id: 'a b' },                         ['id']],
    [{ token: 'a b' },                      ['token']],
    [{ publish: 'public', token: 'a b' },   []],
    [{ watch: 'token' },                    ['watch.token']],
    [{ watch: 'token', watchToken: 'ä' },   ['watch.token']],
    [{ watch: 'public', watchToken: 'ä' },  []],
    [{ settings: { room: 0 } },             ['janus.room']],
    [{ id: '.', settings: { room: 'x' } },  ['id', 'janus.room']],
  ])('of %j are at %j', (part, places) => {
    expect(draftFaults(draft(part), backend).map(({ path }) => path.join('.'))).toEqual(places);
  });

  it('are found by their place', () => {
    const faults = [{ path: ['janus', 'room'], message: 'too low' }];
    expect(faultAt(faults, ['janus', 'room'])).toBe('too low');
    expect(faultAt(faults, ['janus'])).toBeUndefined();
  });

  it('that no field shows are told apart', () => {
    const fields = settingFields(backend.endpointSchema);
    const paths = ['id', 'token', 'watch', 'watch.token', 'janus.room', 'janus.create.bitrate'];
    const strays = ['', 'publish', 'galene.group', 'janus.create', 'janus.unheard'];
    const faults = [...paths, ...strays].map((path) => ({
      path: path.split('.').filter(Boolean),
      message: 'wrong',
    }));
    const found = straysOf(faults, 'janus', fields).map(({ path }) => path.join('.'));
    expect(found).toEqual(strays);
  });
});

describe('the difference of two versions', () => {
  it('is told in words, without any token', () => {
    const before = draft({ token: 'secret-1', settings: { room: 5, create: { bitrate: 1 } } });
    const after = draft({
      token: 'secret-2',
      watch: 'public',
      settings: { create: { bitrate: 2 } },
    });
    const changes = draftChanges(before, after);
    expect(changes).toEqual([
      { label: 'Publish token', before: 'a token', after: 'another one' },
      { label: 'Who may watch', before: 'publisher', after: 'public' },
      { label: 'room', before: '5', after: 'not set' },
      { label: 'create.bitrate', before: '1', after: '2' },
    ]);
    expect(JSON.stringify(changes)).not.toContain('secret');
  });

  it('is nothing when nothing differs', () => {
    expect(draftChanges(draft({ settings: { a: [1] } }), draft({ settings: { a: [1] } }))).toEqual(
      [],
    );
  });
});

it('a new endpoint has a name that none has', () => {
  expect(suggestId(new Set())).toBe('show-1');
  expect(suggestId(new Set(['show-1', 'show-2', 'live']))).toBe('show-3');
});

it('a made token is 128 random bits that a header can carry', () => {
  expect(makeToken()).toMatch(/^[0-9a-f]{32}$/);
  expect(makeToken()).not.toBe(makeToken());
});

import { expect, it } from '@jest/globals';
import { lowestFirst } from '../../src/sdp/layer-order.js';

const plain = (...rids: string[]) => rids.map((rid) => ({ rid, restrictions: '' }));

it.each([
  ['browsers with medooze’s names', ['h', 'm', 'l'], ['l', 'm', 'h']],
  ['OBS: the first one is the whole picture', ['0', '1', '2'], ['2', '1', '0']],
  ['LiveKit’s names, listed from the lowest', ['q', 'h', 'f'], ['q', 'h', 'f']],
  ['LiveKit’s names, the other way round', ['f', 'h', 'q'], ['q', 'h', 'f']],
  ['mediasoup-client’s names', ['r0', 'r1', 'r2'], ['r0', 'r1', 'r2']],
  ['words', ['high', 'medium', 'low'], ['low', 'medium', 'high']],
  ['two of a vocabulary', ['h', 'l'], ['l', 'h']],
  ['names that say nothing: the preferred one comes first', ['x', 'y'], ['y', 'x']],
  ['one layer', ['x'], ['x']],
])('auto: %s', (_what, listed, lowest) => {
  expect(lowestFirst(plain(...listed), 'auto')).toEqual(lowest);
});

it('auto: sizes in the restrictions win over names', () => {
  const rids = [
    { rid: 'l', restrictions: 'pt=96;max-width=1280' },
    { rid: 'h', restrictions: 'max-width=320;max-fps=15' },
    { rid: 'm', restrictions: 'max-width=640' },
  ];
  expect(lowestFirst(rids, 'auto')).toEqual(['h', 'm', 'l']);
});

it('auto: sizes that do not tell all layers apart say nothing', () => {
  const same = ['h', 'm', 'l'].map((rid) => ({ rid, restrictions: 'max-width=640' }));
  expect(lowestFirst(same, 'auto')).toEqual(['l', 'm', 'h']);
  const some = [{ rid: 'h', restrictions: 'max-width=640' }, ...plain('l')];
  expect(lowestFirst(some, 'auto')).toEqual(['l', 'h']);
});

it('the setting wins over everything', () => {
  expect(lowestFirst(plain('h', 'm', 'l'), 'lowest-first')).toEqual(['h', 'm', 'l']);
  expect(lowestFirst(plain('q', 'h', 'f'), 'highest-first')).toEqual(['f', 'h', 'q']);
});

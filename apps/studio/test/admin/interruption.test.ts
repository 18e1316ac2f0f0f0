import { describe, expect, it } from '@jest/globals';
import { interruptedBy } from '../../src/admin/form/interruption.js';
import { NOBODY, type Occupancy } from '../../src/admin/live/occupancy.js';
import { session } from '../support/samples.js';

const publisher = session('s');
const old = { settings: { room: 7, create: { bitrate: 1 } } };
const other = { settings: { room: 7, create: { bitrate: 2 } } };

describe('who is disconnected by a change', () => {
  // biome-ignore format: one case a line
  it.each<[Occupancy, string | undefined]>([
    [NOBODY,                              undefined],
    [{ publisher, viewers: 0 },           'the publisher'],
    [{ publisher, viewers: 1 },           'the publisher and 1 viewer'],
    [{ publisher: undefined, viewers: 2 }, '2 viewers'],
  ])('of the options, with %j there', (occupancy, who) => {
    expect(interruptedBy(old, other, occupancy)).toBe(who);
  });

  it('of anything else is nobody', () => {
    const same = { settings: { create: { bitrate: 1 }, room: 7 } };
    expect(interruptedBy(old, same, { publisher, viewers: 3 })).toBeUndefined();
  });

  it('that takes an option away or adds one is somebody', () => {
    const none = { settings: {} };
    expect(interruptedBy(old, none, { publisher, viewers: 0 })).toBe('the publisher');
    expect(interruptedBy(none, old, { publisher, viewers: 0 })).toBe('the publisher');
  });
});

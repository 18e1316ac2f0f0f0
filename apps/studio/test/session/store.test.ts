import { describe, expect, it } from '@jest/globals';
import { Store } from '../../src/session/store.js';

describe('a store', () => {
  it('tells its listeners, until they leave', () => {
    const store = new Store(1);
    const seen: number[] = [];
    const leave = store.subscribe(() => seen.push(store.get()));
    store.set(2);
    leave();
    store.set(3);
    expect(seen).toEqual([2]);
    expect(store.get()).toBe(3);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Plans } from '../src/publishing/plans.js';

describe('plans', () => {
  it('are made once for an endpoint and its block', () => {
    const plans = new Plans(undefined);
    const settings = { room: 5 };
    expect(plans.of({ id: 'a', settings })).toBe(plans.of({ id: 'a', settings }));
  });

  it('are not shared by endpoints that share a block', () => {
    const plans = new Plans(undefined);
    const settings = { room: 5 };
    const names = ['a', 'b', 'a'].map((id) => plans.of({ id, settings }).join(5));
    expect(names.map(({ display }) => display)).toEqual(['a', 'b', 'a']);
  });

  it('need no block', () => {
    const plan = new Plans(undefined).of({ id: 'a', settings: undefined });
    expect(plan.plugin).toBe('videoroom');
  });

  it('are refused for a block that is not valid', () => {
    expect(() => new Plans(undefined).of({ id: 'a', settings: { romm: 1 } })).toThrow('romm');
  });
});

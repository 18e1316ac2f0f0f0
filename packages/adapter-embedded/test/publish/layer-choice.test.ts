import { describe, expect, it } from '@jest/globals';
import { LayerChoice } from '../../src/publish/layer-choice.js';

const RIDS = ['h', 'm', 'l'];

/** Plays packets 100 ms apart, every tenth of a layer the start of a key frame. */
class Play {
  now = 0;
  readonly choice: LayerChoice;
  #turn = 0;

  constructor(wish: string, rids: readonly string[] = RIDS) {
    this.choice = new LayerChoice(rids, wish);
  }

  /** Lets these layers flow for so long; returns the layer that was forwarded at the end. */
  flow(
    rids: readonly string[],
    duration: number,
    pixels: Record<string, number> = {},
  ): string | undefined {
    for (const end = this.now + duration; this.now < end; this.now += 100) {
      this.#turn += 1;
      const isKey = this.#turn % 10 === 0;
      for (const rid of rids)
        this.choice.judge(rid, isKey, isKey ? pixels[rid] : undefined, this.now);
    }
    return this.choice.current;
  }
}

describe('LayerChoice', () => {
  it('begins with what flows and goes up as better layers come', () => {
    const play = new Play('highest');
    expect(play.flow(['l'], 1000)).toBe('l');
    expect(play.flow(['l', 'm'], 900)).toBe('l');
    expect(play.flow(['l', 'm'], 2000)).toBe('m');
    expect(play.flow(RIDS, 3000)).toBe('h');
  });

  it('goes down when the chosen layer stops, and only at a key frame', () => {
    const play = new Play('highest');
    play.flow(RIDS, 3000);
    play.now += 1600;
    expect(play.choice.judge('m', false, undefined, play.now)).toBe('drop');
    expect(play.choice.awaited(play.now)).toBe('m');
    expect(play.choice.current).toBe('h');
    expect(play.choice.judge('m', true, undefined, play.now)).toBe('switch');
    expect(play.choice.judge('m', false, undefined, play.now)).toBe('forward');
    expect(play.choice.awaited(play.now)).toBeUndefined();
  });

  it('does not go up for a layer that has only just begun', () => {
    const play = new Play('highest');
    play.flow(['m'], 2000);
    expect(play.choice.judge('h', true, undefined, play.now)).toBe('drop');
    expect(play.choice.judge('h', true, undefined, play.now + 1000)).toBe('switch');
  });

  it.each([
    ['lowest', 'l'],
    ['m', 'm'],
    ['l', 'l'],
    ['unheard-of', 'h'],
  ])('wishing for %s takes %s', (wish, expected) => {
    expect(new Play(wish).flow(RIDS, 5000)).toBe(expected);
  });

  it('takes the next lower layer while the wished one does not flow, else the next higher', () => {
    expect(new Play('m').flow(['h', 'l'], 5000)).toBe('l');
    expect(new Play('l').flow(['h', 'm'], 5000)).toBe('m');
  });

  it('goes by the pictures where they tell another order than the offer', () => {
    const pixels = { q: 100, half: 400, full: 1600 };
    const rids = Object.keys(pixels);
    expect(new Play('highest', rids).flow(rids, 6000, pixels)).toBe('full');
    expect(new Play('lowest', rids).flow(rids, 6000, pixels)).toBe('q');
  });

  it('forwards nothing of a layer that was not offered', () => {
    expect(new LayerChoice(RIDS, 'highest').judge('x', true, 1, 0)).toBe('drop');
  });
});

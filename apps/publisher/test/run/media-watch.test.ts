import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MediaWatch } from '../../src/run/media-watch.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function watched() {
  const state = { packets: 0, connected: true, silent: [] as number[] };
  const watch = new MediaWatch({
    packets: () => state.packets,
    isConnected: () => state.connected,
    silent: (seconds) => state.silent.push(seconds),
  });
  return { state, watch };
}

const pass = (seconds: number) => void jest.advanceTimersByTime(seconds * 1000);

describe('media that does not come', () => {
  it('is told after 20 seconds, once', () => {
    const { state } = watched();
    pass(19);
    expect(state.silent).toEqual([]);
    pass(60);
    expect(state.silent).toEqual([20]);
  });

  it('is told after 30 seconds when it came before', () => {
    const { state } = watched();
    pass(19);
    state.packets = 1;
    pass(30);
    expect(state.silent).toEqual([]);
    pass(1);
    expect(state.silent).toEqual([30]);
  });

  it('is not missed while there is no connection, but after it, however many there were', () => {
    const { state } = watched();
    state.connected = false;
    pass(600);
    expect(state.silent).toEqual([]);
    for (let session = 0; session < 3; session += 1) {
      state.connected = true;
      pass(7);
      state.connected = false;
      pass(5);
    }
    expect(state.silent).toEqual([20]);
  });

  it('is not missed as long as it comes, nor at the end', () => {
    const { state, watch } = watched();
    for (let second = 0; second < 100; second += 1) {
      state.packets += 1;
      pass(1);
    }
    watch.stop();
    pass(100);
    expect(state.silent).toEqual([]);
  });
});

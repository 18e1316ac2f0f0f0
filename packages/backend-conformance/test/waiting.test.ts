import { describe, expect, it } from '@jest/globals';
import { SYSTEM_CLOCK } from '../src/system-clock.js';
import { Waiting } from '../src/waiting.js';
import { VirtualClock } from './virtual-clock.js';

describe('waiting', () => {
  it('gives what came in time, and leaves no timer', async () => {
    const clock = new VirtualClock();
    await expect(clock.run(new Waiting(clock).within(Promise.resolve(7), 100, 'it'))).resolves.toBe(
      7,
    );
    expect(clock.pending).toBe(0);
  });

  it('says what did not come, after exactly the limit', async () => {
    const clock = new VirtualClock();
    const never = new Promise<void>(() => {});
    const waiting = clock.run(new Waiting(clock).within(never, 100, 'the answer'));
    await expect(waiting).rejects.toThrow('the answer: not within 100 ms');
    expect(clock.now()).toBe(100);
  });

  it('passes a rejection on', async () => {
    const clock = new VirtualClock();
    const failing = Promise.reject(new TypeError('broken'));
    await expect(clock.run(new Waiting(clock).within(failing, 100, 'it'))).rejects.toThrow(
      TypeError,
    );
    expect(clock.pending).toBe(0);
  });

  it('polls until a check holds', async () => {
    const clock = new VirtualClock();
    const holds = async () => clock.now() >= 500;
    await clock.run(new Waiting(clock).eventually(holds, 1_000, 'half a second'));
    expect(clock.now()).toBe(500);
  });

  it('gives a check that never holds its whole time, then says which', async () => {
    const clock = new VirtualClock();
    const polling = clock.run(new Waiting(clock).eventually(() => false, 1_000, 'peace'));
    await expect(polling).rejects.toThrow('peace: not within 1000 ms');
    expect(clock.now()).toBe(1_000);
  });

  it('pauses', async () => {
    const clock = new VirtualClock();
    await clock.run(new Waiting(clock).pause(400));
    expect(clock.now()).toBe(400);
  });
});

describe('the machine’s clock', () => {
  it('calls back once the delay is over', async () => {
    const start = SYSTEM_CLOCK.now();
    await new Promise<void>((resolve) => SYSTEM_CLOCK.after(20, resolve));
    expect(SYSTEM_CLOCK.now() - start).toBeGreaterThanOrEqual(18);
  });

  it('does not call back when cancelled', async () => {
    let called = false;
    const cancel = SYSTEM_CLOCK.after(5, () => {
      called = true;
    });
    cancel();
    await new Promise<void>((resolve) => SYSTEM_CLOCK.after(30, resolve));
    expect(called).toBe(false);
  });
});

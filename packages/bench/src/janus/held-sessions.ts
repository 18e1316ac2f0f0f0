import type { Budget } from '../report/budget.js';
import type { Lab } from './lab.js';

const FEW = 10;
const KIBIBYTE = 1_024;

export interface HeldCost {
  readonly budget: Budget;
  /** Of one held session, KiB. */
  readonly heap: number;
}

/** Holds many sessions on the fake, and tells what they and another one cost then. */
export async function measureHeld(lab: Lab, held: number, sessions: number): Promise<HeldCost> {
  // Endpoint 0 is for the sessions that come and go.
  const { gateway, load } = await lab.gatewayOnFake(held + 1);
  const cpu = async () => {
    const before = await gateway.cpu();
    await load.ask('run', { sessions, inFlight: 1 });
    return ((await gateway.cpu()) - before) / sessions;
  };
  const heap = () => gateway.ask<number>('heap');
  await load.ask('hold', { first: 1, count: FEW });
  await cpu();
  const [base, heapAtFew] = [await cpu(), await heap()];
  await load.ask('hold', { first: 1 + FEW, count: held - FEW });
  const [measured, heapAtMany] = [await cpu(), await heap()];
  const what = `gateway CPU a session, fake, ${held} held; base: ${FEW} held, ms`;
  return {
    budget: { what, measured, base, atMost: 1.1 },
    heap: (heapAtMany - heapAtFew) / (held - FEW) / KIBIBYTE,
  };
}

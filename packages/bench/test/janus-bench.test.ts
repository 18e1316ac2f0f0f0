import { describe, expect, it } from '@jest/globals';
import { janusBudgets } from '../src/janus/budgets.js';
import { startCannedJanus } from '../src/janus/canned-janus.js';
import { CASES, type Case, caseName } from '../src/janus/cases.js';
import { JanusExchange } from '../src/janus/janus-exchange.js';
import { runLoad } from '../src/janus/load/load-result.js';
import { type Summary, summarize } from '../src/janus/summary.js';

describe('the stand-in for Janus', () => {
  it('answers the exchange of one session', async () => {
    const fake = await startCannedJanus('v=0');
    const exchange = await JanusExchange.connect(fake.url);
    const [one, other] = [await exchange.publish('o', 1), await exchange.publish('o', 1)];
    expect(one.answer).toBe('v=0');
    expect(one.handle).not.toBe(other.handle);
    await exchange.detach(one.handle);
    exchange.close();
    fake.stop();
  });
});

describe('a load', () => {
  it('opens and closes as many sessions as asked, so many at a time', async () => {
    let [open, most, closed] = [0, 0, 0];
    const session = {
      async open() {
        open += 1;
        most = Math.max(most, open);
        await Promise.resolve();
        return async () => {
          open -= 1;
          closed += 1;
        };
      },
    };
    const result = await runLoad(session, 20, 4);
    expect([most, closed, open]).toEqual([4, 20, 0]);
    expect(result.opened).toHaveLength(20);
    expect(result.closed).toHaveLength(20);
  });

  it('fails with its first failing session', async () => {
    const open = () => Promise.reject(new Error('503'));
    await expect(runLoad({ open }, 20, 4)).rejects.toThrow('503');
  });
});

describe('the summary', () => {
  it('has medians over the runs, not means', () => {
    const run = (duration: number, cpu: number) => ({
      load: { duration, opened: [1, 2, 30], closed: [4] },
      gatewayCpu: cpu,
      farCpu: 0,
      loadCpu: 0,
    });
    const summary = summarize([run(1_000, 1), run(2_000, 2), run(60_000, 900)]);
    expect(summary).toMatchObject({ sessionsPerSecond: 1.5, p50: 2, p95: 30, gatewayCpu: 2 });
  });
});

describe('the budgets', () => {
  const summary: Summary = {
    sessionsPerSecond: 100,
    p50: 2,
    p95: 4,
    p99: 8,
    deleteP50: 1,
    gatewayCpu: 0.5,
    farCpu: 1,
    loadCpu: 1,
  };
  const all = new Map(CASES.map((one) => [caseName(one), summary]));
  const find = (wanted: Case) => all.get(caseName(wanted));

  it('compare ours with the base of the same run', () => {
    const twice = new Map(all);
    const ours: Case = { way: 'whipway', far: 'janus', inFlight: 1 };
    twice.set(caseName(ours), { ...summary, p50: 4 });
    const [p50] = janusBudgets((wanted) => twice.get(caseName(wanted)));
    expect(p50).toMatchObject({ measured: 4, base: 2, atMost: 1.3 });
  });

  it('are left out where a case did not run, and only there', () => {
    expect(janusBudgets(find)).toHaveLength(5);
    const withoutJanus = (wanted: Case) => (wanted.far === 'janus' ? undefined : find(wanted));
    expect(janusBudgets(withoutJanus)).toHaveLength(2);
  });
});

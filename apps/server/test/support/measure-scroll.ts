import type { Page } from 'playwright-core';

export interface ScrollFigures {
  readonly frames: number;
  /** Processor time of the page's main thread, milliseconds a frame: what the page itself costs. */
  readonly work: number;
  /** Median time from frame to frame, milliseconds: also what the machine does besides. */
  readonly median: number;
}

/** Pixels a frame: seven thousand a second on a screen of 60 Hz, as fast as hands scroll. */
const STEP = 120;
const FRAMES = 60;

/** Scrolls a page down from its top, traces what that costs, and goes on to its end. */
export async function measureScroll(tab: Page): Promise<ScrollFigures> {
  const browser = tab.context().browser();
  if (!browser) throw new Error('the page has no browser');
  await tab.evaluate(() => window.scrollTo(0, 0));
  await browser.startTracing(tab, {
    categories: ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline'],
  });
  const gaps = await scroll(tab);
  const trace = await browser.stopTracing();
  await tab.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  const sorted = [...gaps].sort((one, other) => one - other);
  return {
    frames: gaps.length,
    work: Math.round(mainThreadTime(trace) / gaps.length),
    median: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
  };
}

/** @returns milliseconds from frame to frame */
function scroll(tab: Page): Promise<readonly number[]> {
  return tab.evaluate(
    async ({ step, frames }) => {
      const gaps: number[] = [];
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      let before = await frame();
      for (let index = 1; index <= frames; index += 1) {
        window.scrollTo(0, index * step);
        const now = await frame();
        gaps.push(now - before);
        before = now;
      }
      return gaps;
    },
    { step: STEP, frames: FRAMES },
  );
}

/** An event of a Chromium trace. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time, microseconds. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Processor time of the renderers' main threads, milliseconds. */
function mainThreadTime(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && threads.has(`${pid} ${tid}`),
  );
  return tasks.reduce((total, { tdur = 0 }) => total + tdur, 0) / 1000;
}

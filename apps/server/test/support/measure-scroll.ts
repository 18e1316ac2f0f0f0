import type { Page } from 'playwright-core';

export interface ScrollFigures {
  readonly frames: number;
  /** Milliseconds from frame to frame. */
  readonly median: number;
  /** How many took longer than 100 ms. */
  readonly slow: number;
}

/** Scrolls a page from its top to its end, a screen a frame or so, and takes the time of each frame. */
export async function measureScroll(tab: Page): Promise<ScrollFigures> {
  const times = await tab.evaluate(async () => {
    const gaps: number[] = [];
    window.scrollTo(0, 0);
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    let before = await frame();
    const end = document.documentElement.scrollHeight - window.innerHeight;
    const step = Math.max(200, end / 120);
    for (let top = 0; top <= end + step; top += step) {
      window.scrollTo(0, top);
      const now = await frame();
      gaps.push(now - before);
      before = now;
    }
    return gaps;
  });
  const sorted = [...times].sort((one, other) => one - other);
  return {
    frames: times.length,
    median: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    slow: times.filter((time) => time > 100).length,
  };
}

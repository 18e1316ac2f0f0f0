import type { Page } from 'playwright-core';

export interface ScrollFigures {
  readonly frames: number;
  /** Milliseconds from frame to frame. */
  readonly median: number;
  /** How many took longer than 100 ms. */
  readonly slow: number;
}

/** As long as a table of 1 000 rows, and nothing to do for it: what this machine can do at best. */
const PLAIN_PAGE = '<body style="height: 60000px; background: linear-gradient(red, blue)">';

/** The same scroll on a page that is only tall. */
export async function measurePlainScroll(tab: Page): Promise<ScrollFigures> {
  const plain = await tab.context().newPage();
  try {
    await plain.setContent(PLAIN_PAGE);
    return await measureScroll(plain);
  } finally {
    await plain.close();
    await tab.bringToFront();
  }
}

/** Pixels a frame: seven thousand a second on a screen of 60 Hz. */
const STEP = 120;
const FRAMES = 60;

/** Scrolls a page down from its top as fast as hands do, takes the time of each frame, and ends at its end. */
export async function measureScroll(tab: Page): Promise<ScrollFigures> {
  const times = await tab.evaluate(
    async ({ step, frames }) => {
      const gaps: number[] = [];
      window.scrollTo(0, 0);
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      let before = await frame();
      for (let index = 1; index <= frames; index += 1) {
        window.scrollTo(0, index * step);
        const now = await frame();
        gaps.push(now - before);
        before = now;
      }
      window.scrollTo(0, document.documentElement.scrollHeight);
      return gaps;
    },
    { step: STEP, frames: FRAMES },
  );
  const sorted = [...times].sort((one, other) => one - other);
  return {
    frames: times.length,
    median: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    slow: times.filter((time) => time > 100).length,
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

/** Smallest step of a colour channel (0 to 255) that counts as another colour. */
const VISIBLE_STEP = 24;
/** Share of pixels, below which two pictures are the same one or a picture is one flat colour. */
const FEW = 0.001;

/** Undefined for a series that shows something and moves, else what is wrong with it. */
export function whyNotMoving(pictures: readonly Buffer[]): string | undefined {
  if (pictures.length < 2) return `${pictures.length} pictures cannot show movement`;
  const decoded = pictures.map((picture) => PNG.sync.read(picture));
  const flat = decoded.findIndex((picture) => differing(picture, firstPixel(picture)) < FEW);
  if (flat >= 0) return `picture ${flat + 1} is one flat colour`;
  const moves = decoded.slice(1).some((picture, index) => {
    const earlier = decoded[index];
    return earlier !== undefined && differs(earlier, picture);
  });
  return moves ? undefined : `${pictures.length} pictures are all the same`;
}

function differs(earlier: PNG, later: PNG): boolean {
  if (earlier.width !== later.width || earlier.height !== later.height) return false;
  return differing(later, earlier.data) >= FEW;
}

function firstPixel(picture: PNG): Uint8Array {
  return picture.data.subarray(0, 4);
}

/** Share (0 to 1) of pixels that visibly differ from `base`: RGBA of all pixels, or of one. */
function differing(picture: PNG, base: Uint8Array): number {
  const { data } = picture;
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if (isOther(data, base, at)) count += 1;
  return count / (data.length / 4);
}

/** A million of these a picture: nothing global is looked up, which Jest makes slow. */
function isOther(data: Uint8Array, base: Uint8Array, pixel: number): boolean {
  for (let at = pixel; at < pixel + 3; at += 1) {
    const step = (data[at] ?? 0) - (base[at % base.length] ?? 0);
    if (step >= VISIBLE_STEP || step <= -VISIBLE_STEP) return true;
  }
  return false;
}

/**
 * Takes screenshots of an element until they show a moving picture.
 * @returns the last screenshot, a PNG.
 * @throws Error that says what the pictures showed instead.
 */
export async function waitForMovingPicture(
  page: Page,
  selector = 'video',
  { everyMilliseconds = 300, withinMilliseconds = 10_000 } = {},
): Promise<Buffer> {
  const element = page.locator(selector);
  const deadline = Date.now() + withinMilliseconds;
  const pictures = [await element.screenshot()];
  for (;;) {
    await sleep(everyMilliseconds);
    const picture = await element.screenshot();
    pictures.push(picture);
    const reason = whyNotMoving(pictures.slice(-2));
    if (reason === undefined) return picture;
    if (Date.now() > deadline) throw new Error(`${selector} of ${page.url()}: ${reason}`);
  }
}

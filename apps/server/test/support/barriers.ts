import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { ManagementPage } from './management-page.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/**
 * What axe finds serious or critical on a page, with its places, in light and dark colours. A picture of
 * each is kept where WHIPWAY_SCREENSHOTS says.
 */
export async function barriersOf(
  page: ManagementPage,
  name: string,
): Promise<Record<'light' | 'dark', readonly string[]>> {
  const found: Record<'light' | 'dark', readonly string[]> = { light: [], dark: [] };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.tab.emulateMedia({ colorScheme });
    // Dialogs and badges fade in: their colours are not yet theirs.
    await page.tab.waitForTimeout(400);
    // Only the colours differ in the dark.
    found[colorScheme] = await violations(
      page,
      colorScheme === 'dark' ? ['color-contrast'] : undefined,
    );
    await page.page.keepScreenshot(`${name}-${colorScheme}`);
  }
  return found;
}

/** @param rules default: all */
async function violations(
  { tab }: ManagementPage,
  rules?: readonly string[],
): Promise<readonly string[]> {
  // By the debugger: the page's own policy forbids a script from elsewhere.
  await tab.evaluate(AXE);
  const results = await tab.evaluate(
    async (runOnly) =>
      (await Reflect.get(window, 'axe').run(runOnly ? { runOnly } : {})) as AxeResults,
    rules,
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('\n')}`);
}

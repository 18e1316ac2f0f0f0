import { expect } from '@jest/globals';
import { ADMIN_ROWS } from './admin-rows.js';
import { ADMISSION_ROWS } from './admission-rows.js';
import { ENDPOINT_ROWS } from './endpoint-rows.js';
import { type AskedGalene, Asking, type Row, type Rows } from './galene-asking.js';
import { LIFETIME_ROWS, LONG_ROWS } from './lifetime-rows.js';
import { OFFER_ROWS } from './offer-rows.js';
import { RESOURCE_ROWS } from './resource-rows.js';
import { SETTING_ROWS } from './setting-rows.js';

/** What the adapter relies on: true of the fake and of a real Galene alike, or the fake is wrong. */
export const ROWS: Rows = {
  ...ENDPOINT_ROWS,
  ...OFFER_ROWS,
  ...ADMISSION_ROWS,
  ...SETTING_ROWS,
  ...RESOURCE_ROWS,
  ...LIFETIME_ROWS,
  ...ADMIN_ROWS,
};

export { LONG_ROWS };

export async function expectRow(
  galene: AskedGalene,
  [expected, row]: readonly [expected: unknown, row: Row],
): Promise<void> {
  const asking = new Asking(galene);
  try {
    expect(await row(asking)).toEqual(expected);
  } finally {
    await asking.end();
  }
}

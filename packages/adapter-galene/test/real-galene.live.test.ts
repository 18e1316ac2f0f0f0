import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeLive } from '@whipway/test-rig';
import { startAskedReal } from './support/asked-real.js';
import type { OtherGalene } from './support/galene-asking.js';
import { expectRow, ROWS } from './support/galene-rows.js';

describeLive(
  { describe, it },
  ['galene', 'netns'],
  'a real Galene (the same rows make the fake)',
  ({ galene: executable }) => {
    let galene: OtherGalene;
    beforeAll(async () => {
      galene = await startAskedReal(executable);
    });
    afterAll(() => galene?.dispose());

    it.each(Object.entries(ROWS))('%s', (_name, row) => expectRow(galene, row));
  },
);

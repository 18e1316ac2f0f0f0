import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { describeLive, GALENE_ADMIN, type RunningGalene, startGalene } from '@whipway/test-rig';
import { GROUPS } from './support/galene-asking.js';
import { expectRow, ROWS } from './support/galene-rows.js';

describeLive(
  { describe, it },
  ['galene', 'netns'],
  'a real Galene (the same rows make the fake)',
  ({ galene: executable }) => {
    let galene: RunningGalene;
    beforeAll(async () => {
      galene = await startGalene({ executable, groups: GROUPS });
    });
    afterAll(() => galene?.dispose());

    it.each(Object.keys(ROWS))('%s', (name) =>
      expectRow({ url: galene.url, admin: GALENE_ADMIN }, name),
    );
  },
);

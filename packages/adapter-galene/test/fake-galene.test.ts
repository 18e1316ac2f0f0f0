import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { startAskedFake } from './support/asked-fake.js';
import type { OtherGalene } from './support/galene-asking.js';
import { expectRow, LONG_ROWS, ROWS } from './support/galene-rows.js';

describe('the fake Galene (the same rows run against a real one)', () => {
  let galene: OtherGalene;
  beforeAll(async () => {
    galene = await startAskedFake();
  });
  afterAll(() => galene.dispose());

  it.each(Object.entries({ ...ROWS, ...LONG_ROWS }))('%s', (_name, row) => expectRow(galene, row));
});

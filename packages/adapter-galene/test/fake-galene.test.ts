import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { FakeGalene } from './fake-galene/fake-galene.js';
import { ADMIN } from './fake-galene/galene-admin.js';
import { expectRow, ROWS } from './support/galene-rows.js';

describe('the fake Galene (the same rows run against a real one)', () => {
  const galene = new FakeGalene();
  beforeAll(async () => {
    await galene.comeUp();
    const { groups } = galene.state;
    groups.set('open', { description: {}, everybody: 'present', locked: false });
    groups.set('closed', { description: {}, everybody: undefined, locked: false });
  });
  afterAll(() => galene.goDown());

  it.each(Object.keys(ROWS))('%s', (name) => expectRow({ url: galene.url, admin: ADMIN }, name));
});

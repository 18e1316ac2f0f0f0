import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { adminScene } from './support/admin-scene.js';

const ids = (page: { readonly json: { readonly items: readonly { readonly id: string }[] } }) =>
  page.json.items.map(({ id }) => id);

describe('the list of endpoints', () => {
  it('is in the order of ids, and filtered by part of them and by origin', async () => {
    const { ask } = await adminScene();
    for (const id of ['b', 'Zoo', 'a-Live', 'c'])
      await ask('POST /api/endpoints', { body: { id } });
    expect(ids(await ask('GET /api/endpoints'))).toEqual(['Zoo', 'a-Live', 'b', 'c', 'live']);
    expect(ids(await ask('GET /api/endpoints?query=LIVE'))).toEqual(['a-Live', 'live']);
    expect(ids(await ask('GET /api/endpoints?query=live&origin=api'))).toEqual(['a-Live']);
    expect((await ask('GET /api/endpoints?query=nothing')).json).toEqual({ items: [], total: 0 });
  });

  it('a page ends where the next begins, and the last has no next', async () => {
    const { ask } = await adminScene();
    for (const id of ['a', 'b', 'c']) await ask('POST /api/endpoints', { body: { id } });
    const first = await ask('GET /api/endpoints?limit=2');
    expect([ids(first), first.json.total]).toEqual([['a', 'b'], 4]);
    const second = await ask(`GET /api/endpoints?limit=2&cursor=${first.json.next}`);
    expect([ids(second), second.json.next]).toEqual([['c', 'live'], undefined]);
    expect(first.json.next).toMatch(/^[\w-]+$/);
  });

  it('shows every endpoint that stays exactly once, whatever comes and goes between pages', async () => {
    const id = fc.stringMatching(/^[a-z]{1,3}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(id, { maxLength: 25 }),
        fc.array(fc.tuple(id, fc.boolean()), { maxLength: 20 }),
        fc.integer({ min: 1, max: 7 }),
        async (start, changes, limit) => {
          const { ask } = await adminScene();
          for (const each of start) await ask('POST /api/endpoints', { body: { id: each } });
          const touched = new Set(changes.map(([each]) => each));
          const shown: string[] = [];
          const queue = [...changes];
          let cursor = '';
          do {
            const page = await ask(`GET /api/endpoints?limit=${limit}${cursor}`);
            shown.push(...ids(page));
            cursor = page.json.next && `&cursor=${page.json.next}`;
            const [each, comes] = queue.shift() ?? [];
            if (each && comes) await ask('POST /api/endpoints', { body: { id: each } });
            else if (each) await ask(`DELETE /api/endpoints/${each}`);
          } while (cursor);
          expect(new Set(shown).size).toBe(shown.length);
          const stayed = [...start, 'live'].filter((each) => !touched.has(each)).sort();
          expect(shown.filter((each) => stayed.includes(each))).toEqual(stayed);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('the list of sessions', () => {
  it('is newest first, filtered, and stable while new ones come', async () => {
    const { ask, publish, gateway } = await adminScene();
    for (const id of ['a', 'b', 'c']) {
      await ask('POST /api/endpoints', { body: { id } });
      await publish(id);
    }
    const names = gateway.sessions().map(({ label }) => label);
    const first = await ask('GET /api/sessions?limit=2');
    expect(first.json.total).toBe(3);
    await publish('live');
    const second = await ask(`GET /api/sessions?limit=2&cursor=${first.json.next}`);
    const shown = [...first.json.items, ...second.json.items] as { readonly name: string }[];
    expect(shown.map(({ name }) => name)).toEqual([...names].reverse());
    await ask(`DELETE /api/sessions/${names[0]}`);
    const count = async (query: string) => (await ask(`GET /api/sessions?${query}`)).json.total;
    expect(await count('state=live')).toBe(3);
    expect(await count('state=ended')).toBe(1);
    expect(await count('endpoint=a')).toBe(1);
    expect(await count('kind=watch')).toBe(0);
    expect(await count('kind=publish&state=live&endpoint=b')).toBe(1);
  });
});

describe('a cursor', () => {
  it('of one list is none of the other', async () => {
    const { ask, publish } = await adminScene();
    await ask('POST /api/endpoints', { body: { id: '7' } });
    await publish('live');
    await publish('7');
    for (const [one, other] of [
      ['endpoints', 'sessions'],
      ['sessions', 'endpoints'],
    ]) {
      const { next } = (await ask(`GET /api/${one}?limit=1`)).json;
      expect((await ask(`GET /api/${one}?cursor=${next}`)).json.items).toHaveLength(1);
      const refused = await ask(`GET /api/${other}?cursor=${next}`);
      expect(refused.problem()).toMatchObject({ status: 400, code: 'query-invalid' });
    }
  });
});

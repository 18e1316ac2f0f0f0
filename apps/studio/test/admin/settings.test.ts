import { describe, expect, it } from '@jest/globals';
import { checkSettings } from '../../src/admin/form/check-settings.js';
import type { JsonSchema } from '../../src/admin/form/setting-fields.js';
import { numberOrText, settingAt, withSetting } from '../../src/admin/form/setting-values.js';

describe('settings', () => {
  it('are read at any depth', () => {
    expect(settingAt({ create: { bitrate: 5 } }, ['create', 'bitrate'])).toBe(5);
    expect(settingAt({ create: 5 }, ['create', 'bitrate'])).toBeUndefined();
    expect(settingAt({}, ['create', 'bitrate'])).toBeUndefined();
  });

  it('are changed without touching what was there', () => {
    const before = { a: 1, create: { bitrate: 5 } };
    expect(withSetting(before, ['create', 'record'], true)).toEqual({
      a: 1,
      create: { bitrate: 5, record: true },
    });
    expect(before).toEqual({ a: 1, create: { bitrate: 5 } });
  });

  it.each([undefined, '', [], {}])(
    'lose what is emptied to %j, and the block around it',
    (empty) => {
      expect(withSetting({ a: 1, create: { bitrate: 5 } }, ['create', 'bitrate'], empty)).toEqual({
        a: 1,
      });
    },
  );

  it.each([false, 0])('keep %j, which is a value', (value) => {
    expect(withSetting({}, ['a'], value)).toEqual({ a: value });
  });

  // biome-ignore format: one case a line
  it.each([['1234', 1234], ['0', 0], ['007', '007'], ['-1', '-1'], ['1.5', '1.5'], ['show', 'show'], ['', ''], ['12345678901234567890', '12345678901234567890']])(
    'typed as %j become %j',
    (typed, value) => {
      expect(numberOrText(typed)).toBe(value);
    },
  );
});

const schema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    bitrate: { type: 'integer', minimum: 100, maximum: 5000 },
    url: { type: 'string', format: 'uri' },
    layer: { type: 'string', pattern: '^[a-z]+$' },
    room: {
      anyOf: [
        { type: 'integer', minimum: 1 },
        { type: 'string', minLength: 1 },
      ],
    },
    create: {
      type: 'object',
      properties: { codecs: { type: 'array', items: { type: 'string', enum: ['vp8'] } } },
    },
  },
} as JsonSchema;

describe('the check of settings', () => {
  it('finds nothing wrong with what fits', () => {
    const settings = {
      name: 'a',
      bitrate: 100,
      url: 'https://h/',
      layer: 'h',
      room: 7,
      create: { codecs: ['vp8'] },
    };
    expect(checkSettings(schema, settings)).toEqual([]);
  });

  // biome-ignore format: one case a line
  it.each([
    [{},                                       ['name'],                  /needed/],
    [{ name: 'a', bitrate: 5 },                ['bitrate'],               /At least 100/],
    [{ name: 'a', bitrate: 9000 },             ['bitrate'],               /At most 5,000/],
    [{ name: 'a', bitrate: 100.5 },            ['bitrate'],               /whole number/],
    [{ name: 'a', url: 'nonsense' },           ['url'],                   /full URL/],
    [{ name: 'a', layer: 'H 1' },              ['layer'],                 /not allowed here/],
    [{ name: 'a', room: 0 },                   ['room'],                  /None of what/],
    [{ name: 'a', create: { codecs: ['x'] } }, ['create', 'codecs', '0'], /./],
  ])('says once what is wrong with %j', (settings, path, words) => {
    const faults = checkSettings(schema, settings);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toMatch(words);
  });

  it('finds everything at once', () => {
    const faults = checkSettings(schema, { bitrate: 5, layer: 'H' });
    expect(faults.map(({ path }) => path.join('.')).sort()).toEqual(['bitrate', 'layer', 'name']);
  });
});

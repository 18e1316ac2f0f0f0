import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  type JsonSchema,
  type SettingField,
  settingFields,
} from '../../src/admin/form/setting-fields.js';

const file = new URL('../../../server/schema/whipway.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(file, 'utf8')) as JsonSchema;
const blocks = schema.properties?.['endpoints']?.items?.properties ?? {};

/** The fields of a backend's block by their paths, as the server itself describes it. */
function fields(kind: string): ReadonlyMap<string, SettingField> {
  const flat = (all: readonly SettingField[]): SettingField[] =>
    all.flatMap((field) => [field, ...(field.kind === 'group' ? flat(field.fields) : [])]);
  const block = blocks[kind];
  if (!block) throw new Error(`the schema has no block for ${kind}`);
  return new Map(flat(settingFields(block)).map((field) => [field.path.join('.'), field]));
}

describe('the fields of the form', () => {
  // biome-ignore format: one case a line
  it.each([
    ['embedded',  'layer',                   'text'],
    ['janus',     'plugin',                  'choice'],
    ['janus',     'room',                    'number-or-text'],
    ['janus',     'create',                  'group'],
    ['janus',     'create.private',          'switch'],
    ['janus',     'create.videoCodecs',      'choices'],
    ['janus',     'create.keyframeInterval', 'number'],
    ['janus',     'pin',                     'text'],
    ['mediasoup', 'playbackLayer',           'number-or-text'],
    ['mediasoup', 'maxBitrate',              'number'],
    ['galene',    'create.codecs',           'list'],
    ['whip',      'url',                     'text'],
  ])('of %s: %s is a %s', (kind, path, expected) => {
    expect(fields(kind).get(path)?.kind).toBe(expected);
  });

  it.each(
    Object.keys(blocks).filter((key) => blocks[key]?.description?.startsWith('Settings for')),
  )('of %s cover every key, each with words', (kind) => {
    for (const field of fields(kind).values()) {
      expect(field.label).toMatch(/^[A-Z]/);
      expect(field.description).not.toBe('');
    }
  });

  it('know what is left out, and what is secret', () => {
    const janus = fields('janus');
    expect(janus.get('plugin')?.fallback).toBe('videoroom');
    expect(janus.get('pin')).toMatchObject({ secret: true });
    expect(janus.get('display')).toMatchObject({ secret: false });
  });

  it('have the limits that the schema has', () => {
    expect(fields('mediasoup').get('maxBitrate')).toMatchObject({
      minimum: 50_000,
      maximum: undefined,
    });
    expect(fields('galene').get('create.maxClients')).toMatchObject({ minimum: 1 });
  });

  it('read a key as words', () => {
    expect(fields('mediasoup').get('simulcastOrder')?.label).toBe('Simulcast order');
  });

  it.each<JsonSchema>([
    {},
    { type: 'object' },
    { type: 'array', items: { type: 'object', properties: {} } },
    { anyOf: [{ type: 'object' }, { type: 'string' }] },
    { enum: ['a', 1] },
  ])('are JSON where nothing else fits: %j', (odd) => {
    expect(settingFields({ properties: { odd } })[0]?.kind).toBe('json');
  });
});

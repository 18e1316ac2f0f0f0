import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { endpointBlocks, openApiDocument } from '@whipway/admin';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { BACKENDS } from '../src/backends.js';
import { toJsonSchema, walkSchema } from '../src/config/json-schema.js';
import { loadConfig } from '../src/config/load-config.js';
import { configSchema } from '../src/config/schema.js';
import { configurationDocument } from './support/configuration-document.js';

const DOCUMENT = new URL('../../../docs/configuration.md', import.meta.url);
const EXAMPLE = fileURLToPath(new URL('../../../docs/examples/whipway.yaml', import.meta.url));
const OPEN_API = new URL('../../../docs/openapi.json', import.meta.url);
const SCHEMA = new URL('../schema/whipway.schema.json', import.meta.url);

const schema = toJsonSchema(configSchema(BACKENDS));
const openApi = openApiDocument(endpointBlocks(BACKENDS));

/** `WHIPWAY_PRINT_DOCUMENTS=1 pnpm test documents` writes what is compared here. */
if (process.env['WHIPWAY_PRINT_DOCUMENTS']) {
  writeFileSync(DOCUMENT, configurationDocument());
  writeFileSync(SCHEMA, `${JSON.stringify(schema, null, 2)}\n`);
  writeFileSync(OPEN_API, `${JSON.stringify(openApi, null, 2)}\n`);
}

it('docs/openapi.json is the one that is served (WHIPWAY_PRINT_DOCUMENTS=1 prints it)', () => {
  expect(JSON.parse(readFileSync(OPEN_API, 'utf8'))).toEqual(openApi);
});

describe('docs/configuration.md', () => {
  it('is printed from the schema (WHIPWAY_PRINT_DOCUMENTS=1 prints it)', () => {
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(configurationDocument());
  });

  it('has a row for every key', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    const paths: string[] = [];
    walkSchema(schema, ({ path }) => paths.push(path.replaceAll('[0]', '[]')));
    expect(paths).toEqual(expect.arrayContaining(['listen.tls.cert', 'endpoints[].watch.token']));
    for (const path of paths) expect(text).toContain(`| \`${path}\` |`);
  });
});

describe('the JSON Schema', () => {
  const validate = new Ajv2020({
    strict: false,
    formats: { ipv4: true, ipv6: true, uri: true },
  }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

  it('is the one that is shipped (WHIPWAY_PRINT_DOCUMENTS=1 prints it)', () => {
    expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(schema);
  });

  it('passes the example, and finds what an editor should mark', () => {
    const example: unknown = parse(readFileSync(EXAMPLE, 'utf8'));
    expect([validate(example), validate.errors]).toEqual([true, null]);
    for (const wrong of [
      { listen: { prot: 1 } },
      { endpoints: [{ token: 'x' }] },
      { backend: { kind: 'nothing' } },
      { log: { level: 'loud' } },
    ])
      expect([wrong, validate(wrong)]).toEqual([wrong, false]);
  });
});

it('docs/examples/whipway.yaml is a good configuration', () => {
  const config = loadConfig({ folder: dirname(EXAMPLE), file: EXAMPLE, environment: {} });
  expect(config.endpoints.map(({ id }) => id)).toEqual(['live', 'lobby']);
  expect(config.listen.publicUrl).toBe('https://media.example.com');
});

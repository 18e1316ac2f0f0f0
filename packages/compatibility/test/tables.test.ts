import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { embedded } from '@whipway/adapter-embedded';
import { galene } from '@whipway/adapter-galene';
import { janus } from '@whipway/adapter-janus';
import { mediasoup } from '@whipway/adapter-mediasoup';
import { whip } from '@whipway/adapter-whip';
import {
  type BackendCapabilities,
  type BackendEnvironment,
  type MediaBackend,
  SILENT_LOGGER,
} from '@whipway/core';
import { BACKEND_TABLE, BACKENDS, type Backend } from '../src/backend-table.js';
import { compatibilityDocument, readTable } from '../src/document.js';
import { DOCUMENT, ROOT } from '../src/run-suites.js';
import { isThere, namedTests, TABLES } from './table-of-tests.js';

const written = () => readFileSync(DOCUMENT, 'utf8');

const CLOCK = { now: () => 0, after: () => () => {} };

interface AnyAdapter {
  readonly settings: { readonly backend: { parse(value: unknown): unknown } };
  create(settings: never, environment: BackendEnvironment): MediaBackend;
}

/** What an adapter declares, with the settings its live suite has. */
function declared(adapter: AnyAdapter, block: object): BackendCapabilities {
  const media = { addresses: ['127.0.0.1'], stun: [] };
  const settings = adapter.settings.backend.parse(block) as never;
  return adapter.create(settings, { clock: CLOCK, logger: SILENT_LOGGER, media }).capabilities;
}

const CAPABILITIES: Readonly<Record<Backend, () => BackendCapabilities>> = {
  embedded: () => declared(embedded, {}),
  janus: () =>
    declared(janus, {
      url: 'ws://127.0.0.1:8188',
      admin: { url: 'http://127.0.0.1:7088/admin', secret: 'x' },
    }),
  mediasoup: () => declared(mediasoup, {}),
  galene: () => declared(galene, { url: 'http://127.0.0.1:8443' }),
  whip: () => declared(whip, { url: 'http://127.0.0.1/whip' }),
};

describe('the tables', () => {
  it.each(namedTests().map((test) => [`${test.file}: ${test.title}`, test] as const))(
    'name a test that is there: %s',
    (_name, test) => {
      const promised = /^([a-z-]+): $/.exec(test.title)?.[1];
      if (promised === undefined) return expect(isThere(test)).toBe(true);
      const promises = join(ROOT, 'packages/backend-conformance/src/promises.ts');
      expect(readFileSync(promises, 'utf8')).toContain(`'${promised}':`);
    },
  );

  it('would not take a title that is nowhere for one that is there', () => {
    for (const { file } of namedTests())
      expect([file, isThere({ file, title: 'there is no such test' })]).toEqual([file, false]);
  });

  it('say something of every backend and every feature', () => {
    for (const { columns, rows } of TABLES)
      for (const { proofs } of rows) {
        expect(Object.keys(proofs).sort()).toEqual([...columns].sort());
        for (const proof of Object.values(proofs))
          expect('no' in proof ? proof.no : proof.tests.length).toBeTruthy();
      }
  });
});

describe('docs/compatibility.md', () => {
  it('has every row and column, and nothing but what pnpm matrix writes', () => {
    const [, date = ''] = /^Run on (\S+) with:$/m.exec(written()) ?? [];
    const [, driven = ''] = /\|---\|---\|\n((?:\|.*\n)*)/.exec(written()) ?? [];
    const versions = [...driven.matchAll(/^\| (.*) \| (.*) \|$/gm)].map(([, name, version]) => [
      name,
      version,
    ]);
    const tables = TABLES.map((table) => [table, readTable(written(), table)] as const);
    const again = { date, versions: Object.fromEntries(versions), tables };
    expect(compatibilityDocument(again)).toBe(written());
  });

  it.each(BACKENDS)('agrees with what the adapter %s declares', (backend) => {
    const cells = readTable(written(), BACKEND_TABLE);
    const capabilities = CAPABILITIES[backend]();
    const compared = BACKEND_TABLE.rows.flatMap(({ name, capability }) => {
      const cell = cells.get(name)?.get(backend);
      if (capability === undefined || cell?.kind === 'not run') return [];
      const ability = capabilities[capability as keyof Omit<BackendCapabilities, 'codecs'>];
      return [
        [name, cell, ability === 'yes' ? { kind: 'yes' } : { kind: 'no', reason: ability.no }],
      ];
    });
    expect(compared.length).toBeGreaterThan(5);
    for (const [name, cell, expected] of compared) expect([name, cell]).toEqual([name, expected]);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as index from '../src/index.js';

/** Bytes, gzipped: what a page pays for publishing and playing. */
const BUDGET = 10_240;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe('the single file for browsers', () => {
  let folder: string;
  let file: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'whipway-client-'));
    file = join(folder, 'whipway-client.mjs');
    execFileSync(process.execPath, [path('../bundle-browser.mjs'), path('../src/index.ts'), file]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it(`has at most ${BUDGET} bytes when gzipped`, () => {
    const text = readFileSync(file);
    const size = gzipSync(text, { level: 9 }).length;
    process.stderr.write(`whipway-client.js: ${text.length} bytes, ${size} gzipped\n`);
    expect(size).toBeLessThanOrEqual(BUDGET);
  });

  it('needs nothing else', () => {
    const needs = readFileSync(file, 'utf8').match(/\bimport\b.{0,40}|\brequire\(.{0,40}/);
    expect(needs).toBeNull();
  });

  it('leaves every name alone that a page may use', async () => {
    const names: { INTERNAL_NAMES: readonly string[] } = await import(
      path('../internal-names.mjs')
    );
    const files = [
      'client-error',
      'platform',
      'session-keeper',
      'http/bearer-token',
      'http/problem',
    ]
      .concat(['session/client-options', 'publish/publish-options', 'statistics/statistics'])
      .map((name) => readFileSync(path(`../src/${name}.ts`), 'utf8'));
    const members = files.flatMap((text) =>
      [...text.matchAll(/^ {2}(?:(?:declare )?readonly )?(\w+)\??[:(<].*[;{]$/gm)].map(
        ([, name]) => name,
      ),
    );
    expect(members.length).toBeGreaterThan(80);
    expect(names.INTERNAL_NAMES.filter((name) => members.includes(name))).toEqual([]);
  });

  it('exports what the package does', () => {
    const script = `import(${JSON.stringify(pathToFileURL(file).href)}).then((module) => console.log(Object.keys(module).join()))`;
    const names = execFileSync(process.execPath, ['--eval', script], { encoding: 'utf8' });
    expect(names.trim().split(',').sort()).toEqual(Object.keys(index).sort());
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SILENT_LOGGER } from '@whipway/core';
import { platformPorts } from '@whipway/http';
import { mediasoup } from '../src/index.js';
import { makeGateway } from './support/readme-sample.js';

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

const README = read('../README.md');

/** `{ a: { b: 1 } }` → `a.b`: 1 */
function flat(settings: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(settings).flatMap(([key, value]) =>
    typeof value === 'object' ? flat(value, `${path}${key}.`) : [[path + key, `${value}`] as const],
  );
}

describe('README', () => {
  it('has the headings of every package', () => {
    const headings = [...README.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['What it is', 'Install', 'Use', 'Settings', 'Limits']);
  });

  it('lists every setting with its default, and no other', () => {
    const { backend, endpoint } = mediasoup.settings;
    const rows = [...README.matchAll(/^\| `([\w.]+)` \| (\w*) ?\| /gm)];
    const listed = rows.map(([, key = '', value = '']) => [key, value]);
    const withoutDefault = ['workerBin', 'maxBitrate'].map((key) => [key, '']);
    const expected = [...flat(backend.parse({})), ...flat(endpoint.parse({})), ...withoutDefault];
    expect(listed.sort()).toEqual(expected.map(([...row]) => row).sort());
  });

  it('has a sample that is compiled and run', async () => {
    const [, sample] = /```ts\n([\s\S]*?)```/.exec(README) ?? [];
    expect(sample).toBe(read('./support/readme-sample.ts'));
    const { gateway } = makeGateway(platformPorts(SILENT_LOGGER), {
      addresses: ['127.0.0.1'],
      stun: [],
    });
    expect(gateway.backend.name).toBe('mediasoup');
    await gateway.close();
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SILENT_LOGGER } from '@whipway/core';
import { vectorText } from '@whipway/test-rig/fixtures';
import { backendSettings, endpointSettings } from '../src/settings.js';
import { CLOCK } from './support/backend-host.js';
import { makeGateway } from './support/readme-sample.js';

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

const README = read('../README.md');

describe('README', () => {
  it('has the headings of every package', () => {
    const headings = [...README.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['What it is', 'Install', 'Use', 'Settings', 'Limits']);
  });

  it('lists every setting with its default, and no other', () => {
    const rows = [...README.matchAll(/^\| `(\w+)` \| (\w+) \| /gm)];
    const listed = Object.fromEntries(rows.map(([, key = '', value]) => [key, value]));
    const defaults = { ...backendSettings.parse({}), ...endpointSettings.parse({}) };
    const expected = Object.entries(defaults).map(([key, value]) => [key, `${value}`]);
    expect(listed).toEqual(Object.fromEntries(expected));
  });

  it('has a sample that runs', async () => {
    const [, sample] = /```ts\n([\s\S]*?)```/.exec(README) ?? [];
    expect(sample).toBe(read('./support/readme-sample.ts'));
    let ids = 0;
    const random = (): string => {
      ids += 1;
      return `id-${ids}`;
    };
    const ports = { clock: CLOCK, ids: { random }, logger: SILENT_LOGGER };
    const gateway = makeGateway(ports, { addresses: ['127.0.0.1'], stun: [] });
    const offer = vectorText('OK-O1');
    const opened = await gateway.publish({ endpointId: 'live', offer });
    expect(opened.answer).toContain('a=recvonly');
    await gateway.close();
  });
});

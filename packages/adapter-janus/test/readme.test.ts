import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { platformPorts } from '@whipway/http';
import { parse } from 'yaml';
import { hangUp } from '../src/publishing/hang-up.js';
import { backendSettings, endpointSettings } from '../src/settings.js';
import { makeGateway } from './support/readme-sample.js';

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

const README = read('../README.md');

interface Configuration {
  readonly backend?: { readonly kind: string };
  readonly endpoints: readonly { readonly janus?: unknown }[];
}

/** All samples of configuration. */
const SAMPLES = [...README.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, text = '']) => parse(text) as Configuration,
);

describe('README', () => {
  it('has the headings of every package', () => {
    const headings = [...README.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['What it is', 'Install', 'Use', 'Settings', 'Limits']);
  });

  it.each(SAMPLES.map((sample, index) => [index + 1, sample] as const))(
    'has a configuration, number %i, that is valid',
    (_number, { backend, endpoints }) => {
      const { kind, ...block } = backend ?? { kind: 'none' };
      if (kind === 'janus') expect(backendSettings.safeParse(block).error).toBeUndefined();
      for (const { janus = {} } of endpoints)
        expect(endpointSettings.safeParse(janus).error).toBeUndefined();
    },
  );

  it('changes only the backend block to get from embedded to Janus', () => {
    const [embedded, janus] = SAMPLES;
    expect(embedded?.backend?.kind).toBe('embedded');
    expect(janus?.backend?.kind).toBe('janus');
    expect(janus?.endpoints).toEqual(embedded?.endpoints);
  });

  it('has a sample that runs', async () => {
    const [, sample] = /```ts\n([\s\S]*?)```/.exec(README) ?? [];
    expect(sample).toBe(read('./support/readme-sample.ts'));
    const gateway = makeGateway(platformPorts(), { addresses: ['127.0.0.1'], stun: [] });
    expect(gateway.endpoint('live')).toMatchObject({ settings: { room: 1234 } });
    await gateway.close();
  });

  it.each([
    ['DTLS alert', 'peer-closed'],
    ['ICE failed', 'ice-failed'],
    ['DTLS timeout', 'dtls-failed'],
  ])('tells the truth about the hang-up "%s"', (words, reason) => {
    expect(hangUp(words).reason).toBe(reason);
    expect(README).toContain(`ended: \`${reason}\``);
  });
});

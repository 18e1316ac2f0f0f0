import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { backendSettings, endpointSettings } from '../src/settings.js';

it('shows a configuration that can be used', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
  const { backend, endpoints } = parse(yaml);
  const { kind, ...block } = backend;
  expect([kind, endpoints.length]).toEqual(['galene', 2]);
  backendSettings.parse(block);
  for (const { galene = {} } of endpoints) endpointSettings.parse(galene);
});

import type { BackendAdapter } from '@whipway/core';
import { SampleBackend } from './sample-backend.js';

/** Stands for `@whipway/adapter-embedded` where there is to be no media. */
export const embedded: BackendAdapter<Record<string, never>> = {
  kind: 'embedded',
  settings: { backend: { parse: () => ({}) }, endpoint: { parse: (value) => value } },
  create: () => new SampleBackend(),
};

import type { BackendAdapter } from '@whipway/core';
import { AcmeBackend } from './backend.js';
import {
  type AcmeEndpointSettings,
  type AcmeSettings,
  acmeEndpointSettings,
  acmeSettings,
} from './settings.js';

export const acmeAdapter: BackendAdapter<AcmeSettings, AcmeEndpointSettings> = {
  kind: 'acme',
  settings: { backend: acmeSettings, endpoint: acmeEndpointSettings },
  create: (settings) => new AcmeBackend(settings),
};

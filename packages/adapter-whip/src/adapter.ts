import type { BackendAdapter } from '@whipway/core';
import { WhipBackend } from './backend.js';
import {
  type BackendSettings,
  backendSettings,
  type EndpointSettings,
  endpointSettings,
} from './settings.js';

/** Any other WHIP server (RFC 9725): every session is relayed to it over HTTP. */
export const whip: BackendAdapter<BackendSettings, EndpointSettings> = {
  kind: 'whip',
  settings: { backend: backendSettings, endpoint: endpointSettings },
  create: (settings, environment) => new WhipBackend(settings, environment),
};

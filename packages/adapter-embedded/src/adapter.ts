import type { BackendAdapter } from '@whipway/core';
import { EmbeddedBackend } from './backend.js';
import {
  type BackendSettings,
  backendSettings,
  type EndpointSettings,
  endpointSettings,
} from './settings.js';

/** `backend: { kind: embedded }`: everything in this process, nothing to install. */
export const embedded: BackendAdapter<BackendSettings, EndpointSettings> = {
  kind: 'embedded',
  settings: { backend: backendSettings, endpoint: endpointSettings },
  create: (settings, environment) => new EmbeddedBackend(settings, environment),
};

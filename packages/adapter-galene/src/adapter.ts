import type { BackendAdapter } from '@whipway/core';
import { GaleneBackend } from './backend.js';
import {
  type BackendSettings,
  backendSettings,
  type EndpointSettings,
  endpointSettings,
} from './settings.js';

/**
 * Galene (https://galene.org) behind its own WHIP endpoints, with groups and tokens made through its
 * admin API. Measured with 1.0 and 1.1; before 1.0 there is no ICE restart.
 */
export const galene: BackendAdapter<BackendSettings, EndpointSettings> = {
  kind: 'galene',
  settings: { backend: backendSettings, endpoint: endpointSettings },
  create: (settings, environment) => new GaleneBackend(settings, environment),
};

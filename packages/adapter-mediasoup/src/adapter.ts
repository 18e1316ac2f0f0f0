import type { BackendAdapter } from '@whipway/core';
import { MediasoupBackend } from './backend.js';
import {
  backendSettings,
  endpointSettings,
  type MediasoupEndpointSettings,
  type MediasoupSettings,
} from './settings.js';

/** `backend: { kind: mediasoup }`. Starts nothing before the first session or health check. */
export const mediasoup = {
  kind: 'mediasoup',
  settings: { backend: backendSettings, endpoint: endpointSettings },
  create: (settings, environment) => new MediasoupBackend(settings, environment),
} as const satisfies BackendAdapter<MediasoupSettings, MediasoupEndpointSettings>;

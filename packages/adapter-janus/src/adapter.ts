import type { BackendAdapter } from '@whipway/core';
import { JanusBackend } from './backend.js';
import {
  backendSettings,
  endpointSettings,
  type JanusBackendSettings,
  type JanusEndpointSettings,
} from './settings.js';

/**
 * Janus (https://janus.conf.meetecho.com) behind its WebSocket API: VideoRoom, AudioBridge and
 * RecordPlay. Measured with 1.1.2 and 1.4.1.
 */
export const janus: BackendAdapter<JanusBackendSettings, JanusEndpointSettings> = {
  kind: 'janus',
  settings: { backend: backendSettings, endpoint: endpointSettings },
  create: (settings, environment) => new JanusBackend(settings, environment),
};

export { janus } from './adapter.js';
export { JanusBackend } from './backend.js';
export type { JanusBackendSettings, JanusEndpointSettings } from './settings.js';

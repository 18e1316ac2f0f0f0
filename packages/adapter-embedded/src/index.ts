export { embedded } from './adapter.js';
export { EmbeddedBackend } from './backend.js';
export type { BackendSettings, EndpointSettings } from './settings.js';

export { galene } from './adapter.js';
export { GaleneBackend } from './backend.js';
export type { BackendSettings, EndpointSettings } from './settings.js';

export { backendSettings, type JanusBackendSettings } from './settings/backend-settings.js';
export { endpointSettings, type JanusEndpointSettings } from './settings/endpoint-settings.js';

export { mediasoup } from './adapter.js';
export { MediasoupBackend } from './backend.js';
export type { MediasoupPublication, PublicationListener } from './publication.js';
export type { MediasoupEndpointSettings, MediasoupSettings } from './settings.js';

export { acmeAdapter } from './adapter.js';
export { AcmeBackend } from './backend.js';

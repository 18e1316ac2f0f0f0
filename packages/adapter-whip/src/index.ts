export { whip } from './adapter.js';
export { WhipBackend } from './backend.js';
export { tlsOptions } from './http/agents.js';
export { HttpClient } from './http/http-client.js';
export { Relay, type RelayTarget } from './relay/relay.js';
export type { RelayRules } from './relay/relay-rules.js';
export { connectionSettings, iceServersPolicy } from './settings.js';

export type { Config } from './config/config.js';
export { type ConfigSources, loadConfig } from './config/load-config.js';
export { ConfigError, type Problem } from './config/problem.js';
export { buildContainer, type Given } from './container.js';
export { createLogger, type LogOutput } from './log/create-logger.js';
export { ListenError } from './run/listen-error.js';
export type { Server } from './run/server.js';
export { SERVER } from './service-ids.js';

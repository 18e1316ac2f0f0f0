import type { Admin, EndpointStore } from '@whipway/admin';
import type { Gateway, Logger, MediaBackend, Ports } from '@whipway/core';
import type { WhipHandler } from '@whipway/http';
import type { ServiceIdentifier } from 'inversify';
import type { Config } from './config/config.js';
import type { Server } from './run/server.js';

/** Every name the container knows; the type is what `container.get` returns. */
export const CONFIG: ServiceIdentifier<Config> = Symbol('Config');
export const LOGGER: ServiceIdentifier<Logger> = Symbol('Logger');
export const PORTS: ServiceIdentifier<Ports> = Symbol('Ports');
export const STUDIO_FOLDER: ServiceIdentifier<string> = Symbol('StudioFolder');
export const MEDIA_BACKEND: ServiceIdentifier<MediaBackend> = Symbol('MediaBackend');
export const GATEWAY: ServiceIdentifier<Gateway> = Symbol('Gateway');
export const WHIP_HANDLER: ServiceIdentifier<WhipHandler> = Symbol('WhipHandler');
export const ENDPOINT_STORE: ServiceIdentifier<EndpointStore> = Symbol('EndpointStore');
export const ADMIN: ServiceIdentifier<Admin> = Symbol('Admin');
export const SERVER: ServiceIdentifier<Server> = Symbol('Server');

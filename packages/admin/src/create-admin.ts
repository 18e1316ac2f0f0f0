import type { Gateway, Ports } from '@whipway/core';
import { type Authorize, TokenDirectory, type WhipHandler } from '@whipway/http';
import { sha256 } from '@whipway/http/building-blocks';
import type { Services } from './api/call.js';
import { BackendDirectory } from './backends/backend-directory.js';
import type { ConfiguredEndpoint } from './endpoints/endpoint-record.js';
import { configuredRecord } from './endpoints/endpoint-record.js';
import { EndpointService } from './endpoints/endpoint-service.js';
import type { DefinitionOf } from './endpoints/gateway-endpoints.js';
import { EventHub, type EventLimits } from './events/event-hub.js';
import { adminHandler } from './http/admin-handler.js';
import { describeIssues } from './http/describe-issues.js';
import { ADMIN_LIMITS, type AdminLimits, type DescribeIssues } from './http/settings.js';
import { openApiDocument } from './openapi/open-api-document.js';
import { SessionControl } from './sessions/session-control.js';
import { SessionLog } from './sessions/session-log.js';
import type { EndpointStore } from './store/endpoint-store.js';
import { ShortLivedTokens } from './tokens/short-lived-tokens.js';
import { SigningKey } from './tokens/signing-key.js';
import { type EndpointBlocks, endpointChange, endpointInput } from './wire/index.js';

export interface AdminOptions {
  readonly gateway: Gateway;
  readonly ports: Ports;
  readonly store: EndpointStore;
  /** The admin token. */
  readonly token: string;
  /** Version of the server. */
  readonly version: string;
  /** Kind of the backend in use: which block of an endpoint counts. */
  readonly kind: string;
  /** The schema of each known backend's per-endpoint block. */
  readonly blocks: EndpointBlocks;
  /** Endpoints that the gateway has from elsewhere; they are read-only here. */
  readonly configured?: readonly ConfiguredEndpoint[];
  /** What people call where they are configured. Default: `the configuration`. */
  readonly configuration?: string;
  /** Where clients reach the server, when a proxy stands in front. */
  readonly publicUrl?: string;
  /** Clients are told of STUN or TURN servers. Default false. */
  readonly iceServers?: boolean;
  /** Host names the API may be called by, beside IP addresses and localhost. */
  readonly hosts?: readonly string[];
  /** Origins of other servers whose pages may use the API. */
  readonly origins?: readonly string[];
  readonly limits?: Partial<AdminLimits>;
  readonly events?: Partial<EventLimits>;
  /** Default: zod's own sentences. */
  readonly describeIssues?: DescribeIssues;
}

/** The admin API of one gateway. */
export interface Admin {
  /** Serves `/api`; every binding of `@whipway/http` takes it. */
  readonly handler: WhipHandler;
  /** Who may publish and watch: the endpoints' tokens, which can change, and short-lived ones. */
  readonly authorize: Authorize;
  /** Adds the endpoints that the store keeps. @throws StoreError when the store cannot be used */
  start(): Promise<void>;
  /** Ends the event streams, lets changes finish, closes the store. */
  close(): Promise<void>;
}

/** Makes the admin API of a gateway. Opens nothing yet. */
export function createAdmin(options: AdminOptions): Admin {
  const { ports, store } = options;
  const events = new EventHub(
    ports.clock,
    ports.logger,
    ports.ids.random().slice(0, 12),
    options.events,
  );
  const tokens = new TokenDirectory();
  const endpoints = endpointService(options, events, tokens);
  const shortLived = new ShortLivedTokens(ports.clock, new SigningKey(store, ports.logger));
  const services = servicesOf(options, events, endpoints, shortLived);
  return {
    handler: adminHandler(services, httpSettings(options)),
    authorize: async (request) => {
      const verdict = await tokens.authorize(request);
      if (verdict === 'granted') return verdict;
      const endpoint = endpoints.book.find(request.endpointId);
      if (!endpoint) return 'denied';
      const short = await shortLived.authorize(request, endpoint);
      return short === 'denied' ? verdict : short;
    },
    start: async () => {
      for (const stored of await store.load()) await endpoints.restore(stored);
    },
    close: async () => {
      events.close();
      await endpoints.idle();
      await store.close();
    },
  };
}

function endpointService(options: AdminOptions, events: EventHub, tokens: TokenDirectory) {
  const { kind, blocks, configured = [], configuration = 'the configuration' } = options;
  const definitionOf: DefinitionOf = (id, input) => ({
    id,
    settings: blocks[kind]?.parse(input[kind] ?? {}) ?? {},
  });
  const service = new EndpointService({ ...options, events, tokens, configuration, definitionOf });
  for (const endpoint of configured) service.book.take(configuredRecord(endpoint));
  return service;
}

function servicesOf(
  options: AdminOptions,
  events: EventHub,
  endpoints: EndpointService,
  tokens: ShortLivedTokens,
): Services {
  const { gateway, ports, blocks, kind } = options;
  const schemas = { input: endpointInput(blocks), change: endpointChange(blocks) };
  const sessions = new SessionLog(gateway, ports.clock, events);
  return {
    endpoints,
    sessions,
    control: new SessionControl(gateway, sessions),
    backends: new BackendDirectory(gateway, blocks, kind, ports.clock),
    tokens,
    events,
    schemas,
    server: serverOf(options),
    document: documentOf(blocks),
  };
}

/** Made when it is first asked for. */
function documentOf(blocks: EndpointBlocks): Services['document'] {
  let document: unknown;
  return () => {
    document ??= openApiDocument(blocks);
    return document;
  };
}

function serverOf({ version, ports, publicUrl, iceServers, kind, store }: AdminOptions) {
  const startedAt = ports.clock.now();
  return () => ({
    name: 'whipway' as const,
    version,
    startedAt,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    iceServers: iceServers ?? false,
    backend: kind,
    store: store.kind,
  });
}

function httpSettings(options: AdminOptions) {
  const { ports, token, hosts = [], origins = [], publicUrl } = options;
  const known = publicUrl === undefined ? undefined : new URL(publicUrl);
  return {
    clock: ports.clock,
    logger: ports.logger,
    limits: { ...ADMIN_LIMITS, ...options.limits },
    tokenDigest: sha256(token),
    hosts: [...hosts.map((host) => host.toLowerCase()), ...(known ? [known.hostname] : [])],
    origins: [...origins, ...(known ? [known.origin] : [])],
    describeIssues: options.describeIssues ?? describeIssues,
  };
}

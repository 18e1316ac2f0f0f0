import type { AbortSignalLike } from '@whipway/core';
import type { HeaderLine, ResponseSink } from '@whipway/http';
import type { z } from 'zod';
import type { BackendDirectory } from '../backends/backend-directory.js';
import type { EndpointService } from '../endpoints/endpoint-service.js';
import type { EventHub } from '../events/event-hub.js';
import type { SessionControl } from '../sessions/session-control.js';
import type { SessionLog } from '../sessions/session-log.js';
import type { ShortLivedTokens } from '../tokens/short-lived-tokens.js';
import type { endpointChange, endpointInput, Server } from '../wire/index.js';

/** The schemas of bodies that depend on the backends the server knows. */
export interface EndpointSchemas {
  readonly input: ReturnType<typeof endpointInput>;
  readonly change: ReturnType<typeof endpointChange>;
}

/** What the operations work with. */
export interface Services {
  readonly endpoints: EndpointService;
  readonly sessions: SessionLog;
  readonly control: SessionControl;
  readonly backends: BackendDirectory;
  readonly tokens: ShortLivedTokens;
  readonly events: EventHub;
  readonly schemas: EndpointSchemas;
  readonly server: () => Server;
  /** The OpenAPI document. */
  readonly document: () => unknown;
}

/** One request that has passed the gate, as an operation sees it. */
export interface Call {
  /** What stands in the path where the route has `{id}` or `{name}`. */
  readonly place: string;
  /** The lines of If-Match, joined; undefined when there are none. */
  readonly ifMatch: string | undefined;
  readonly lastEventId: string | undefined;
  /** Fires when the client is gone. */
  readonly signal: AbortSignalLike;
  /** @throws AdminError `query-invalid` with everything that is wrong */
  query<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
  /** @throws AdminError `body-malformed`, `body-invalid`; WhipError `body-…`, `media-type-…` */
  body<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>>;
  /** The same, undefined when there is no body. */
  optionalBody<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema> | undefined>;
}

/** What an operation answers. */
export interface Reply {
  readonly status: number;
  readonly headers?: readonly HeaderLine[];
  readonly json?: unknown;
  readonly stream?: (sink: ResponseSink) => void;
}

export type Run = (call: Call, services: Services) => Promise<Reply>;

import type { WhipErrorCode } from '@whipway/core';
import { z } from 'zod';
import type { EndpointSchemas } from '../api/call.js';
import type { Method, RoutePath } from '../api/routes.js';
import type { AdminErrorCode } from '../errors/error-codes.js';
import {
  backendList,
  endpoint,
  endpointPage,
  endpointQuery,
  madeToken,
  server,
  sessionDetails,
  sessionPage,
  sessionQuery,
  sessionStats,
  teardown,
  tokenInput,
} from '../wire/index.js';

export type ErrorCode = AdminErrorCode | WhipErrorCode;

/** What an operation takes and answers. */
export interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: z.ZodObject;
  readonly body?: { readonly schema: z.ZodType; readonly name?: string; readonly optional?: true };
  readonly ifMatch?: 'needed' | 'heeded';
  readonly status: 200 | 201 | 204;
  readonly reply?: z.ZodType;
  readonly replyHeaders?: readonly ('ETag' | 'Location')[];
  readonly stream?: true;
  readonly errors: readonly ErrorCode[];
}

const BODY = [
  'body-malformed',
  'body-invalid',
  'body-incomplete',
  'body-timeout',
  'body-too-large',
  'media-type-unsupported',
] as const satisfies readonly ErrorCode[];

const BACKEND = [
  'backend-refused',
  'backend-failed',
  'backend-unavailable',
  'backend-timeout',
  'aborted',
  'shutting-down',
] as const satisfies readonly ErrorCode[];

const CHANGE = [
  'endpoint-not-found',
  'endpoint-read-only',
  'revision-malformed',
  'revision-outdated',
  'store-unavailable',
] as const satisfies readonly ErrorCode[];

type Operations = { readonly [Path in RoutePath]: Partial<Record<Method, Operation>> };

/** Every operation of {@link ROUTES}, for the OpenAPI document. */
export function operations(schemas: EndpointSchemas): Operations {
  return { ...serverOperations, ...endpointOperations(schemas), ...sessionOperations };
}

const serverOperations = {
  '/api/openapi.json': {
    GET: {
      id: 'readDocument',
      summary: 'This document',
      status: 200,
      reply: z.record(z.string(), z.unknown()),
      errors: [],
    },
  },
  '/api/server': {
    GET: { id: 'readServer', summary: 'The server itself', status: 200, reply: server, errors: [] },
  },
  '/api/backends': {
    GET: {
      id: 'listBackends',
      summary: 'The kinds of backend, and how the one in use is',
      status: 200,
      reply: backendList,
      errors: [],
    },
  },
  '/api/events': {
    GET: {
      id: 'followEvents',
      summary: 'What happens, as Server-Sent Events',
      description:
        'With Last-Event-ID it goes on where an earlier stream ended, if that is still known; else the first event is `reset`: load the lists again. The data of an event is the schema of its name in x-events.',
      status: 200,
      stream: true,
      errors: ['too-many-streams', 'shutting-down'],
    },
  },
} satisfies Partial<Operations>;

function endpointOperations(schemas: EndpointSchemas) {
  return { ...listOperations(schemas), ...oneEndpoint(schemas), ...tokenOperations };
}

function listOperations({ input }: EndpointSchemas) {
  return {
    '/api/endpoints': {
      GET: {
        id: 'listEndpoints',
        summary: 'Endpoints by id',
        query: endpointQuery,
        status: 200,
        reply: endpointPage,
        errors: ['query-invalid'],
      },
      POST: {
        id: 'createEndpoint',
        summary: 'Make an endpoint',
        description: 'Without token and publish a token is made.',
        body: { schema: input, name: 'EndpointInput' },
        status: 201,
        reply: endpoint,
        replyHeaders: ['Location', 'ETag'],
        errors: [...BODY, ...BACKEND, 'endpoint-exists', 'store-unavailable'],
      },
    },
  } satisfies Partial<Operations>;
}

function oneEndpoint({ change }: EndpointSchemas) {
  return {
    '/api/endpoints/{id}': {
      GET: {
        id: 'readEndpoint',
        summary: 'An endpoint',
        status: 200,
        reply: endpoint,
        replyHeaders: ['ETag'],
        errors: ['endpoint-not-found'],
      },
      PUT: {
        id: 'changeEndpoint',
        summary: 'Replace what an endpoint is',
        description:
          'Without token and publish its token stays. Other tokens take effect at once and end no session; other settings of the backend in use end its sessions with endpoint-removed.',
        body: { schema: change, name: 'EndpointChange' },
        ifMatch: 'needed',
        status: 200,
        reply: endpoint,
        replyHeaders: ['ETag'],
        errors: [...BODY, ...BACKEND, ...CHANGE, 'revision-required'],
      },
      DELETE: {
        id: 'deleteEndpoint',
        summary: 'Destroy an endpoint, and end its sessions',
        ifMatch: 'heeded',
        status: 204,
        errors: CHANGE,
      },
    },
  } satisfies Partial<Operations>;
}

const tokenOperations = {
  '/api/endpoints/{id}/tokens': {
    POST: {
      id: 'makeToken',
      summary: 'Make a short-lived token',
      description:
        'It opens sessions until it expires. It is void when the endpoint’s tokens change or the endpoint is made again.',
      body: { schema: tokenInput },
      status: 201,
      reply: madeToken,
      errors: [...BODY, 'endpoint-not-found'],
    },
  },
} satisfies Partial<Operations>;

const sessionOperations = {
  '/api/sessions': {
    GET: {
      id: 'listSessions',
      summary: 'Sessions, newest first: the live ones and the latest 1 000 that ended',
      query: sessionQuery,
      status: 200,
      reply: sessionPage,
      errors: ['query-invalid'],
    },
  },
  '/api/sessions/{name}': {
    GET: {
      id: 'readSession',
      summary: 'A session with its timeline',
      status: 200,
      reply: sessionDetails,
      errors: ['session-not-found'],
    },
    DELETE: {
      id: 'tearDownSession',
      summary: 'End a live session with the reason revoked',
      body: { schema: teardown, optional: true },
      status: 204,
      errors: [...BODY, 'session-not-found'],
    },
  },
  '/api/sessions/{name}/stats': {
    GET: {
      id: 'readSessionStats',
      summary: 'What flows in a live session now',
      status: 200,
      reply: sessionStats,
      errors: ['session-not-found', ...BACKEND],
    },
  },
} satisfies Partial<Operations>;

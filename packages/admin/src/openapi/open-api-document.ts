import { ERROR_CODES, type ErrorCodeRow } from '@whipway/core';
import type { z } from 'zod';
import { ADMIN_ERROR_CODES } from '../errors/error-codes.js';
import {
  type EndpointBlocks,
  EVENTS,
  endpointChange,
  endpointInput,
  problem,
} from '../wire/index.js';
import { type ErrorCode, type Operation, operations } from './operations.js';
import { type Json, SchemaBook } from './schema-book.js';

/** Version of the API, not of the package: the first number changes when something breaks. */
export const API_VERSION = '1.0.0';

/** What every operation can refuse. */
const COMMON: readonly ErrorCode[] = [
  'credential-malformed',
  'credential-missing',
  'credential-invalid',
  'host-not-allowed',
  'origin-not-allowed',
  'internal',
];

const DESCRIPTION = `Endpoints, sessions, backends and events of a Whipway server. Every request needs the admin token. Errors are problems (RFC 9457) with a stable code. Unknown fields in answers are to be ignored: more may come.`;

/** The OpenAPI 3.1 document of the API, made from the schemas that check it. */
export function openApiDocument(blocks: EndpointBlocks): Json {
  const book = new SchemaBook();
  book.add(problem, 'output');
  const schemas = { input: endpointInput(blocks), change: endpointChange(blocks) };
  const paths = Object.entries(operations(schemas)).map(([path, methods]) => [
    path,
    {
      ...placeOf(path),
      ...Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => [
          method.toLowerCase(),
          describeOperation(operation, book),
        ]),
      ),
    },
  ]);
  const events = Object.entries(EVENTS).map(([name, schema]) => [name, book.add(schema, 'output')]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Whipway admin API',
      version: API_VERSION,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ adminToken: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { adminToken: { type: 'http', scheme: 'bearer' } },
      schemas: book.components(),
    },
    'x-events': Object.fromEntries(events),
  };
}

function placeOf(path: string): Json {
  const [, name] = /\{(\w+)\}/.exec(path) ?? [];
  if (name === undefined) return {};
  return {
    parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }],
  };
}

function describeOperation(operation: Operation, book: SchemaBook): Json {
  const { id, summary, description, body } = operation;
  const parameters = [...queryParameters(operation, book), ...headerParameters(operation)];
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: describeBody(body, book) } : {}),
    responses: { [operation.status]: describeReply(operation, book), ...refusals(operation) },
  };
}

function queryParameters({ query }: Operation, book: SchemaBook): readonly Json[] {
  return Object.entries(query?.shape ?? {}).map(([name, field]) => {
    const { description, ...schema } = book.add(field as z.ZodType, 'output');
    // Nothing is needed: what zod fills in has a default here, too.
    return { name, in: 'query', ...(description ? { description } : {}), schema };
  });
}

function headerParameters({ ifMatch, stream }: Operation): readonly Json[] {
  const schema = { type: 'string' };
  const rows: Json[] = [];
  if (ifMatch)
    rows.push({ name: 'If-Match', in: 'header', required: ifMatch === 'needed', schema });
  if (stream) rows.push({ name: 'Last-Event-ID', in: 'header', schema });
  return rows;
}

function describeBody(body: NonNullable<Operation['body']>, book: SchemaBook): Json {
  return {
    required: body.optional !== true,
    content: { 'application/json': { schema: book.add(body.schema, 'input', body.name) } },
  };
}

function describeReply(operation: Operation, book: SchemaBook): Json {
  const { summary, reply, replyHeaders = [], stream } = operation;
  const headers = replyHeaders.map((name) => [
    name,
    { required: true, schema: { type: 'string' } },
  ]);
  return {
    description: summary,
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
    ...(stream ? { content: { 'text/event-stream': { schema: { type: 'string' } } } } : {}),
    ...(reply ? { content: { 'application/json': { schema: book.add(reply, 'output') } } } : {}),
  };
}

/** The refusals of an operation by status, each with the codes it can have. */
function refusals({ errors }: Operation): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...COMMON, ...errors]) {
    const { status } = rowOf(code);
    byStatus.set(status, [...new Set([...(byStatus.get(status) ?? []), code])]);
  }
  const statuses = [...byStatus].sort(([one], [other]) => one - other);
  return Object.fromEntries(statuses.map(([status, codes]) => [status, describeRefusal(codes)]));
}

function describeRefusal(codes: readonly ErrorCode[]): Json {
  const lines = codes.map((code) => `\`${code}\`: ${rowOf(code).title}.`);
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
  };
  return { description: lines.join(' '), content: { 'application/problem+json': { schema } } };
}

function rowOf(code: ErrorCode): ErrorCodeRow {
  const codes: Readonly<Record<string, ErrorCodeRow>> = { ...ERROR_CODES, ...ADMIN_ERROR_CODES };
  const row = codes[code];
  if (!row) throw new TypeError(`there is no error code ${code}`);
  return row;
}

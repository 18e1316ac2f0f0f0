import { WhipError } from '@whipway/core';
import type { WhipHttpRequest } from '@whipway/http';
import {
  type BodyExchange,
  mediaType,
  readBody,
  singleValue,
  splitTarget,
} from '@whipway/http/building-blocks';
import type { z } from 'zod';
import { AdminError } from '../errors/admin-error.js';
import type { AdminHttpSettings } from './settings.js';

/** One request on its way through the handler. */
export interface AdminExchange extends BodyExchange {
  readonly settings: AdminHttpSettings;
}

/** @throws AdminError `query-invalid` */
export function readQuery<Schema extends z.ZodType>(
  { request, settings }: AdminExchange,
  schema: Schema,
): z.output<Schema> {
  const parameters = new URLSearchParams(splitTarget(request.target).query);
  const names = [...parameters.keys()];
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  const problems = [...new Set(repeated)].map((path) => ({ path, message: 'is there twice' }));
  if (problems.length > 0) throw new AdminError('query-invalid', undefined, { problems });
  return check(schema, Object.fromEntries(parameters), settings, 'query-invalid');
}

/** @throws AdminError `body-malformed`, `body-invalid`; WhipError */
export async function readJson<Schema extends z.ZodType>(
  exchange: AdminExchange,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { request, settings } = exchange;
  if (mediaType(singleValue(request.headers, 'content-type')) !== 'application/json')
    throw new WhipError('media-type-unsupported', 'Send application/json.');
  const text = await readBody(exchange, settings.limits.body);
  return check(schema, parse(text), settings, 'body-invalid');
}

/** Whether the request brings a body. A length of 0 is none. */
export function hasBody({ headers, body }: WhipHttpRequest): boolean {
  return body !== null && singleValue(headers, 'content-length') !== '0';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AdminError('body-malformed');
  }
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { describeIssues }: AdminHttpSettings,
  code: 'query-invalid' | 'body-invalid',
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = describeIssues(schema, value);
  throw new AdminError(code, undefined, { problems });
}

import { WhipError } from '@whipway/core';
import type { HeaderLine, WhipHandler, WhipHttpRequest, WhipHttpResponse } from '@whipway/http';
import { mustClose, singleValue, splitTarget } from '@whipway/http/building-blocks';
import type { Call, Reply, Run, Services } from '../api/call.js';
import { type Match, type Method, matchPath } from '../api/routes.js';
import { followEvents } from '../api/server-operations.js';
import { AdminError } from '../errors/admin-error.js';
import { corsLines, preflightLines } from './cors.js';
import { checkOrigin, checkToken } from './gate.js';
import { type AdminExchange, hasBody, readJson, readQuery } from './input.js';
import { type ProblemReply, problemReply } from './problem.js';
import type { AdminHttpSettings } from './settings.js';

/** The admin API as a function from request to response; every binding of @whipway/http takes it. */
export function adminHandler(services: Services, settings: AdminHttpSettings): WhipHandler {
  const serves = (target: string) => /^\/api(?:\/|$)/.test(splitTarget(target).path);
  return {
    serves,
    handle: async (request) => {
      if (!serves(request.target)) return undefined;
      const exchange: AdminExchange = { request, settings, bodyRead: 'nothing' };
      const reply = await perform(exchange, services).catch((error: unknown) =>
        problemReply(error, request, settings),
      );
      return complete(exchange, reply);
    },
  };
}

/** The order of checks: host and origin, token, path, method; the rest is the operation's. */
async function perform(exchange: AdminExchange, services: Services): Promise<Reply | ProblemReply> {
  const { request, settings } = exchange;
  checkOrigin(request, settings);
  const match = matchPath(splitTarget(request.target).path);
  if (request.method === 'OPTIONS') return optionsReply(match);
  checkToken(request, settings);
  if (!match) throw new AdminError('path-unknown');
  const run = operationOf(request, match);
  if (!run) return refuseMethod(exchange, match);
  return await run(callOf(exchange, match), services);
}

/** HEAD is a GET without its body. */
function operationOf({ method }: WhipHttpRequest, match: Match): Run | undefined {
  const { methods } = match;
  if (method === 'HEAD') return hasHead(match) ? methods.GET : undefined;
  return Object.hasOwn(methods, method) ? methods[method as Method] : undefined;
}

function callOf(exchange: AdminExchange, { place }: Match): Call {
  const { headers, signal } = exchange.request;
  const ifMatch = headers.values('if-match');
  return {
    place,
    ifMatch: ifMatch.length > 0 ? ifMatch.join(', ') : undefined,
    lastEventId: singleValue(headers, 'last-event-id'),
    signal,
    query: (schema) => readQuery(exchange, schema),
    body: (schema) => readJson(exchange, schema),
    optionalBody: async (schema) =>
      hasBody(exchange.request) ? await readJson(exchange, schema) : undefined,
  };
}

/** To anybody: a preflight carries no token. */
function optionsReply(match: Match | undefined): Reply {
  const methods = allowed(match);
  return { status: 204, headers: [['Allow', methods.join(', ')], ...preflightLines(methods)] };
}

function refuseMethod({ request, settings }: AdminExchange, match: Match): ProblemReply {
  const error = new WhipError('method-not-allowed', `There is no ${request.method} here.`);
  const reply = problemReply(error, request, settings);
  return { ...reply, headers: [...reply.headers, ['Allow', allowed(match).join(', ')]] };
}

function allowed(match: Match | undefined): readonly string[] {
  const methods = Object.keys(match?.methods ?? {});
  return ['OPTIONS', ...methods, ...(match && hasHead(match) ? ['HEAD'] : [])];
}

/** A stream has no end, so there is no length of it to tell. */
function hasHead({ methods }: Match): boolean {
  return methods.GET !== undefined && methods.GET !== followEvents;
}

function complete(exchange: AdminExchange, reply: Reply | ProblemReply): WhipHttpResponse {
  const { request, settings } = exchange;
  const body = bodyOf(reply);
  const stream = 'stream' in reply ? reply.stream : undefined;
  return {
    status: reply.status,
    headers: [
      ...(reply.headers ?? []),
      ...corsLines(request, settings),
      ['Cache-Control', 'no-store'],
      ['X-Content-Type-Options', 'nosniff'],
      ...contentLines(reply, body),
    ],
    body,
    ...(stream ? { stream } : {}),
    closeConnection: mustClose(request, exchange.bodyRead, settings.limits.body),
  };
}

function bodyOf(reply: Reply | ProblemReply): string | undefined {
  if ('body' in reply) return reply.body;
  return 'json' in reply ? `${JSON.stringify(reply.json)}\n` : undefined;
}

/** RFC 9110, section 8.6: no length with 204; one that goes on has none, either. */
function contentLines(
  reply: Reply | ProblemReply,
  body: string | undefined,
): readonly HeaderLine[] {
  if ('stream' in reply)
    return [
      ['Content-Type', 'text/event-stream'],
      ['X-Accel-Buffering', 'no'],
    ];
  if (reply.status === 204) return [];
  const length = String(new TextEncoder().encode(body ?? '').byteLength);
  const type: readonly HeaderLine[] = 'json' in reply ? [['Content-Type', 'application/json']] : [];
  return [...type, ['Content-Length', length]];
}

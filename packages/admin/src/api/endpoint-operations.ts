import { WhipError } from '@whipway/core';
import type { EndpointRecord } from '../endpoints/endpoint-record.js';
import { AdminError } from '../errors/admin-error.js';
import { endpointQuery, tokenInput } from '../wire/index.js';
import type { Reply, Run, Services } from './call.js';
import { etag, expectationOf } from './if-match.js';
import { pageOf } from './paging.js';

export const listEndpoints: Run = async (call, { endpoints }) => {
  const { query = '', origin, ...paging } = call.query(endpointQuery);
  const part = query.toLowerCase();
  const found = endpoints.book.filter(
    (record) =>
      (origin === undefined || record.origin === origin) && record.id.toLowerCase().includes(part),
  );
  const page = pageOf(
    'endpoints',
    found,
    paging,
    ({ id }) => id,
    ({ id }, after) => id > after,
  );
  return { status: 200, json: { ...page, items: endpoints.book.views(page.items) } };
};

export const createEndpoint: Run = async (call, services) => {
  const input = await call.body(services.schemas.input);
  const record = await services.endpoints.create(input);
  const location = `/api/endpoints/${encodeURIComponent(record.id)}`;
  const reply = endpointReply(services, record);
  return { ...reply, status: 201, headers: [['Location', location], ...(reply.headers ?? [])] };
};

export const readEndpoint: Run = async ({ place }, services) =>
  endpointReply(services, requireEndpoint(services, place));

export const changeEndpoint: Run = async (call, services) => {
  const { endpoints, schemas } = services;
  const { ifMatch } = call;
  endpoints.requireWritable(call.place);
  if (ifMatch === undefined) throw new AdminError('revision-required');
  const expected = expectationOf(ifMatch);
  const input = await call.body(schemas.change);
  return endpointReply(services, await endpoints.change(call.place, input, expected));
};

export const deleteEndpoint: Run = async ({ place, ifMatch }, { endpoints }) => {
  await endpoints.remove(place, expectationOf(ifMatch ?? '*'));
  return { status: 204 };
};

export const makeToken: Run = async (call, services) => {
  const record = requireEndpoint(services, call.place);
  const { action, expiresIn } = await call.body(tokenInput);
  return { status: 201, json: await services.tokens.make(record, action, expiresIn) };
};

function requireEndpoint({ endpoints }: Services, id: string): EndpointRecord {
  const record = endpoints.book.find(id);
  if (!record) throw new WhipError('endpoint-not-found', `There is no endpoint ${id}.`);
  return record;
}

function endpointReply({ endpoints }: Services, record: EndpointRecord): Reply {
  return {
    status: 200,
    headers: [['ETag', etag(record.revision)]],
    json: endpoints.book.view(record),
  };
}

import { WhipError } from '@whipway/core';
import { sessionView } from '../sessions/session-record.js';
import { sessionQuery, teardown } from '../wire/index.js';
import type { Run } from './call.js';
import { pageOf } from './paging.js';

export const listSessions: Run = async (call, { sessions }) => {
  const { endpoint, state, kind, ...paging } = call.query(sessionQuery);
  const found = sessions
    .list(state)
    .filter(
      ({ snapshot }) =>
        (endpoint === undefined || snapshot.endpointId === endpoint) &&
        (kind === undefined || snapshot.kind === kind),
    );
  const page = pageOf(
    'sessions',
    found,
    paging,
    ({ number }) => String(number),
    ({ number }, after) => number < Number(after),
  );
  const items = page.items.map(({ snapshot, ...rest }) =>
    sessionView(sessions.find(snapshot.label) ?? { snapshot, ...rest }),
  );
  return { status: 200, json: { ...page, items } };
};

export const readSession: Run = async ({ place }, { sessions }) => {
  const record = sessions.find(place);
  if (!record) throw new WhipError('session-not-found', `There is no session ${place}.`);
  return { status: 200, json: { ...sessionView(record), timeline: record.timeline } };
};

export const readSessionStats: Run = async ({ place, signal }, { control }) => ({
  status: 200,
  json: await control.stats(place, signal),
});

export const tearDownSession: Run = async (call, { control }) => {
  const { note } = (await call.optionalBody(teardown)) ?? {};
  await control.tearDown(call.place, note);
  return { status: 204 };
};

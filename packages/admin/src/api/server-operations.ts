import type { Run } from './call.js';

export const readDocument: Run = async (_call, { document }) => ({ status: 200, json: document() });

export const readServer: Run = async (_call, { server }) => ({ status: 200, json: server() });

export const listBackends: Run = async ({ signal }, { backends }) => ({
  status: 200,
  json: { items: await backends.list(signal) },
});

export const followEvents: Run = async ({ lastEventId }, { events }) => {
  const listen = events.listen(lastEventId);
  return { status: 200, stream: (sink) => sink.onGone(listen(sink)) };
};

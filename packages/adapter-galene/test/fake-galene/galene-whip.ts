import { answerFor, freshCredentials, restartBody } from './galene-answer.js';
import {
  bearerOf,
  type FakeReply,
  type FakeRequest,
  type FakeSession,
  freshId,
  type GaleneState,
  header,
} from './galene-state.js';

/** `/group/NAME/.whip`: the rows of the endpoint’s table. */
export function whipEndpoint(state: GaleneState, name: string, request: FakeRequest): FakeReply {
  const group = state.groups.get(name);
  if (!group) return { status: 404, body: '<html>not found</html>' };
  if (request.method === 'OPTIONS')
    return { status: 200, headers: { 'Access-Control-Allow-Methods': 'OPTIONS, POST' } };
  if (request.method !== 'POST') return { status: 405, headers: { Allow: 'OPTIONS, POST' } };
  if (header(request, 'content-type').toLowerCase() !== 'application/sdp')
    return { status: 415, headers: { Accept: 'application/sdp' } };
  if (request.body.length > 1024 * 1024) return { status: 413, headers: { Connection: 'close' } };
  const limit = group.description['max-clients'];
  const full = typeof limit === 'number' && state.clientsOf(name).length >= limit;
  const admitted = admit(state, name, group.everybody, request);
  if ('status' in admitted) return admitted;
  if (group.locked || full) return { status: 500 };
  if (!admitted.permissions.includes('present')) return { status: 403 };
  return create(state, name, admitted.username, request);
}

function admit(
  state: GaleneState,
  group: string,
  everybody: string | undefined,
  request: FakeRequest,
): FakeReply | { readonly username: string; readonly permissions: readonly string[] } {
  const token = bearerOf(request);
  if (token === '')
    return everybody === undefined
      ? { status: 401, body: 'not authorised' }
      : { username: 'whip', permissions: [everybody] };
  const known = state.tokens.get(token);
  if (!known) return { status: 404, body: '<html>not found</html>' };
  const valid = known.group === group && known.expires !== undefined && known.expires > Date.now();
  return valid ? known : { status: 401, body: 'not authorised' };
}

function create(
  state: GaleneState,
  group: string,
  username: string,
  request: FakeRequest,
): FakeReply {
  const local = freshCredentials();
  const answer = answerFor(request.body, local);
  if (answer === undefined) return { status: 500 };
  const id = freshId();
  const etag = `"${freshId()}"`;
  const remote = credentialsOf(request.body);
  const token = bearerOf(request);
  const session = { id, group, username, token, etag, local, remote, broken: false, fragments: [] };
  state.begin(session);
  const tag = state.old ? {} : { ETag: etag };
  const headers = { 'Content-Type': 'application/sdp', Location: `${request.path}/${id}`, ...tag };
  return { status: 201, headers, body: answer };
}

/** `/group/NAME/.whip/ID`: the rows of the resource’s table. */
export function whipResource(state: GaleneState, id: string, request: FakeRequest): FakeReply {
  if (!/^[A-Za-z0-9_-]{22}$/.test(id)) return { status: 500 };
  const session = state.sessions.get(id);
  if (!session) return { status: 404 };
  if (session.token !== '' && bearerOf(request) !== session.token) return { status: 403 };
  if (request.method === 'OPTIONS')
    return { status: 200, headers: { 'Access-Control-Allow-Methods': 'OPTIONS, DELETE, PATCH' } };
  if (!['DELETE', 'PATCH'].includes(request.method))
    return { status: 405, headers: { Allow: 'OPTIONS, DELETE, PATCH' } };
  const ifMatch = header(request, 'if-match');
  if (!state.old && ifMatch !== '' && ifMatch !== '*' && ifMatch !== session.etag)
    return { status: 412 };
  if (request.method === 'PATCH') return patch(state, session, request);
  state.end(id);
  return { status: 200 };
}

function patch(state: GaleneState, session: FakeSession, request: FakeRequest): FakeReply {
  if (header(request, 'content-type').toLowerCase() !== 'application/trickle-ice-sdpfrag')
    return { status: 415, headers: { Accept: 'application/trickle-ice-sdpfrag' } };
  const { body } = request;
  if (/^a=mid/m.test(body.split(/^m=/m)[0] ?? '')) return { status: 400, body: 'bad request' };
  const remote = credentialsOf(body);
  if (state.old || remote === session.remote) {
    session.fragments.push(body);
    return { status: 204 };
  }
  const whole = /^a=ice-ufrag:/m.test(body) && /^a=ice-pwd:/m.test(body);
  session.broken ||= !whole && /^a=ice-ufrag:/m.test(body);
  if (!whole || session.broken || state.refusesRestarts) return { status: 500 };
  session.remote = remote;
  session.local = freshCredentials();
  session.etag = `"${freshId()}"`;
  const headers = { 'Content-Type': 'application/trickle-ice-sdpfrag', ETag: session.etag };
  return { status: 200, headers, body: restartBody(session.local) };
}

function credentialsOf(sdp: string): string {
  const [ufrag] = /^a=ice-ufrag:\S+/m.exec(sdp) ?? [''];
  const [pwd] = /^a=ice-pwd:\S+/m.exec(sdp) ?? [''];
  return `${ufrag} ${pwd}`;
}

import { admit, INTERNAL_ERROR, NOT_FOUND } from './galene-admission.js';
import { answerFor, freshCredentials, restartBody } from './galene-answer.js';
import { iceServerLinks } from './galene-ice-servers.js';
import {
  bearerOf,
  type FakeReply,
  type FakeRequest,
  type FakeSession,
  freshId,
  type GaleneState,
  header,
} from './galene-state.js';

/** Of an offer or a fragment. */
const BODY_LIMIT = 1024 * 1024;

/** Milliseconds that a STUN server is waited for: in a fake world none answers. */
const GATHERING_LIMIT = 5_000;

/** `/group/NAME/.whip`: the rows of the endpoint’s table. */
export async function whipEndpoint(
  state: GaleneState,
  name: string,
  request: FakeRequest,
): Promise<FakeReply> {
  if (name.includes('\\')) return INTERNAL_ERROR;
  const group = state.groups.get(name);
  if (!group) return NOT_FOUND;
  if (request.method === 'OPTIONS') return preflight(state);
  if (request.method !== 'POST') return { status: 405, headers: { Allow: 'OPTIONS, POST' } };
  if (header(request, 'content-type').toLowerCase() !== 'application/sdp')
    return { status: 415, headers: { Accept: 'application/sdp' } };
  if (request.body.length > BODY_LIMIT) return { status: 413, headers: { Connection: 'close' } };
  const admitted = await admit(state, name, group, request);
  if ('status' in admitted) return admitted;
  if (!admitted.permissions.includes('present')) return { status: 403 };
  return create(state, name, admitted.username, request);
}

function preflight(state: GaleneState): FakeReply {
  const headers = {
    'Access-Control-Allow-Methods': 'OPTIONS, POST',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    ...links(state),
  };
  return { status: 200, headers };
}

function links({ iceServers, time }: GaleneState): { readonly Link?: readonly string[] } {
  const lines = iceServerLinks(iceServers, time.now());
  return lines.length > 0 ? { Link: lines } : {};
}

async function create(
  state: GaleneState,
  group: string,
  username: string,
  request: FakeRequest,
): Promise<FakeReply> {
  const local = freshCredentials();
  const answer = answerFor(request.body, local);
  if (answer === undefined) return INTERNAL_ERROR;
  const [id, place] = [freshId(), freshId()];
  const etag = `"${freshId()}"`;
  const remote = credentialsOf(request.body);
  const token = bearerOf(request);
  const names = { id, place, group, username, token };
  state.begin({ ...names, etag, local, remote, broken: false, fragments: [] });
  await gather(state);
  const tag = state.old ? {} : { ETag: etag };
  const headers = {
    'Content-Type': 'application/sdp',
    Location: `${request.path}/${place}`,
    ...tag,
  };
  return { status: 201, headers: { ...headers, ...links(state) }, body: answer };
}

async function gather({ iceServers, time }: GaleneState): Promise<void> {
  if (iceServers.some(({ urls }) => urls.some((url) => url.startsWith('stun:'))))
    await new Promise<void>((resolve) => time.after(GATHERING_LIMIT, resolve));
}

/** `/group/NAME/.whip/ID`: the rows of the resource’s table. */
export function whipResource(state: GaleneState, place: string, request: FakeRequest): FakeReply {
  if (!/^[A-Za-z0-9_-]{22}$/.test(place)) return INTERNAL_ERROR;
  const session = state.at(place);
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
  state.end(session.id);
  return { status: 200 };
}

function patch(state: GaleneState, session: FakeSession, request: FakeRequest): FakeReply {
  if (header(request, 'content-type').toLowerCase() !== 'application/trickle-ice-sdpfrag')
    return { status: 415, headers: { Accept: 'application/trickle-ice-sdpfrag' } };
  const { body } = request;
  if (body.length > BODY_LIMIT) return INTERNAL_ERROR;
  if (/^a=mid/m.test(body.split(/^m=/m)[0] ?? '')) return { status: 400, body: 'bad request\n' };
  const remote = credentialsOf(body);
  if (state.old || remote === session.remote) {
    session.fragments.push(body);
    return { status: 204 };
  }
  const whole = /^a=ice-ufrag:/m.test(body) && /^a=ice-pwd:/m.test(body);
  session.broken ||= !whole && /^a=ice-ufrag:/m.test(body);
  if (!whole || session.broken || state.refusesRestarts) return INTERNAL_ERROR;
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

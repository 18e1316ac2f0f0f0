import type { JWK } from 'jose';
import {
  type FakeGroup,
  type FakeReply,
  type FakeRequest,
  freshId,
  type GaleneState,
  header,
} from './galene-state.js';

export const ADMIN = { username: 'root', password: 'adminpw' } as const;
const BASIC = `Basic ${Buffer.from(`${ADMIN.username}:${ADMIN.password}`).toString('base64')}`;
const KNOWN = [
  'comment',
  'description',
  'codecs',
  'max-clients',
  'public',
  'displayName',
  'redirect',
  'expires',
  'not-before',
];

/** `/galene-api/v0/…`: the rows of the admin table, as far as anybody here asks for them. */
export function adminApi(state: GaleneState, path: string, request: FakeRequest): FakeReply {
  if (header(request, 'authorization') !== BASIC)
    return { status: 401, headers: { 'Www-Authenticate': 'basic realm="/galene-api/"' } };
  if (path === '.stats') return stats(state);
  if (path === '.groups/') return json([...state.groups.keys()].sort());
  const [, name = '', below = ''] = /^\.groups\/(.*?)(\/\..*)?$/.exec(path) ?? [];
  const group = decodeURIComponent(name);
  if (below.startsWith('/.tokens/')) return tokens(state, group, below.slice(9), request);
  const known = state.groups.get(group);
  if (below === '/.keys') return keys(known, request);
  if (below.startsWith('/.wildcard-user')) return everybody(known, below, request);
  const user = /^\/\.users\/([^/]+)(\/\.password)?$/.exec(below);
  if (user) return users(known, user[1] ?? '', user[2] !== undefined, request);
  return below === '' ? description(state, group, request) : { status: 404 };
}

function json(value: unknown, status = 200): FakeReply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

function stats(state: GaleneState): FakeReply {
  const named = [...state.groups.keys()].map((name) => ({
    name,
    clients: state.clientsOf(name).map(({ id }) => ({ id })),
  }));
  return json(named);
}

function description(state: GaleneState, name: string, request: FakeRequest): FakeReply {
  const group = state.groups.get(name);
  if (request.method === 'PUT') return put(state, name, request);
  if (!group) return { status: 404 };
  if (request.method === 'DELETE') {
    // Live sessions go on.
    state.groups.delete(name);
    return { status: 204 };
  }
  const reply = json(group.description);
  return { ...reply, headers: { ...reply.headers, ETag: etagOf(group) } };
}

function etagOf(group: FakeGroup): string {
  group.etag ??= `"${freshId()}"`;
  return group.etag;
}

function put(state: GaleneState, name: string, request: FakeRequest): FakeReply {
  if (!state.writableGroups) return { status: 401 };
  if (header(request, 'content-type') !== 'application/json') return { status: 415 };
  const exists = state.groups.get(name);
  if (exists && header(request, 'if-none-match') === '*') return { status: 412 };
  const ifMatch = header(request, 'if-match');
  if (ifMatch !== '' && (!exists || ifMatch !== etagOf(exists))) return { status: 412 };
  const body = read(request);
  if (!body || 'users' in body || 'wildcard-user' in body) return { status: 500 };
  const kept = Object.entries(body).filter(([key]) => KNOWN.includes(key));
  const made = { description: Object.fromEntries(kept), everybody: undefined, locked: false };
  state.groups.set(name, made);
  return { status: exists ? 204 : 201 };
}

function keys(group: FakeGroup | undefined, request: FakeRequest): FakeReply {
  if (!group) return { status: 404 };
  if (header(request, 'content-type') !== 'application/jwk-set+json') return { status: 415 };
  const set = read(request)?.['keys'];
  group.keys = Array.isArray(set) ? (set as readonly JWK[]) : [];
  return { status: 204 };
}

/** Without a password nobody is this user. */
function everybody(group: FakeGroup | undefined, below: string, request: FakeRequest): FakeReply {
  if (!group) return { status: 404 };
  const body = read(request);
  if (below.endsWith('/.password')) {
    if (body?.['type'] === 'wildcard') group.everybody = group.visitors ?? group.everybody;
    delete group.visitors;
    return { status: 204 };
  }
  const permissions = body?.['permissions'];
  if (typeof permissions === 'string') group.visitors = permissions;
  return { status: 201 };
}

function users(
  group: FakeGroup | undefined,
  name: string,
  isPassword: boolean,
  request: FakeRequest,
): FakeReply {
  if (!group) return { status: 404 };
  const body = read(request);
  const known = group.users?.get(name);
  if (isPassword) {
    if (known) known.isOpen = body?.['type'] === 'wildcard';
    return { status: known ? 204 : 404 };
  }
  group.users ??= new Map();
  group.users.set(name, { permissions: String(body?.['permissions']), isOpen: false });
  return { status: 201 };
}

function tokens(state: GaleneState, group: string, token: string, request: FakeRequest): FakeReply {
  if (!state.groups.has(group)) return { status: 404 };
  if (request.method === 'DELETE') return { status: state.tokens.delete(token) ? 204 : 404 };
  const known = state.tokens.get(token);
  // The server panics.
  if (request.method === 'PUT' && !known) return { status: 'cut' };
  if (request.method !== 'POST') return token === '' ? json(namesOf(state, group)) : json(known);
  const body = read(request);
  const permissions = body?.['permissions'];
  if (!body || !Array.isArray(permissions)) return { status: 500 };
  const expires = typeof body['expires'] === 'string' ? Date.parse(body['expires']) : undefined;
  const username = typeof body['username'] === 'string' ? body['username'] : undefined;
  const minted = freshId();
  state.tokens.set(minted, { group, username, permissions, expires });
  return { status: 201, headers: { Location: minted } };
}

function namesOf({ tokens: all }: GaleneState, group: string): readonly string[] {
  return [...all].filter(([, token]) => token.group === group).map(([name]) => name);
}

function read({ body }: FakeRequest): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

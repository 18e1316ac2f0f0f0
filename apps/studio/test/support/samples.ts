import type { Endpoint, Session } from '../../src/admin/api/wire.js';

export function endpoint(id: string, part: Partial<Endpoint> = {}): Endpoint {
  return {
    id,
    origin: 'api',
    readOnly: false,
    publish: 'token',
    watch: 'publisher',
    token: `token-of-${id}`,
    settings: {},
    blocks: {},
    revision: '1',
    live: { viewers: 0 },
    ...part,
  };
}

export function session(name: string, part: Partial<Session> = {}): Session {
  return {
    name,
    endpointId: 'live',
    kind: 'publish',
    state: 'connected',
    restart: 'none',
    generation: 0,
    unconfirmed: false,
    openedAt: 1_000,
    ...part,
  };
}

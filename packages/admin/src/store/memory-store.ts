import type { EndpointStore, StoredEndpoint } from './endpoint-store.js';

/** Keeps everything until the process ends. For tests, and for hosts that keep endpoints elsewhere. */
export function memoryStore(kept: readonly StoredEndpoint[] = []): EndpointStore {
  const endpoints = new Map(kept.map((endpoint) => [endpoint.id, endpoint]));
  const secrets = new Map<string, string>();
  const has = (id: string, revision: string) => endpoints.get(id)?.revision === revision;
  return {
    kind: 'memory',
    load: async () => [...endpoints.values()],
    find: async (id) => endpoints.get(id),
    insert: async (endpoint) => {
      if (endpoints.has(endpoint.id)) return false;
      endpoints.set(endpoint.id, endpoint);
      return true;
    },
    replace: async (endpoint, revision) => {
      if (!has(endpoint.id, revision)) return false;
      endpoints.set(endpoint.id, endpoint);
      return true;
    },
    remove: async (id, revision) => has(id, revision) && endpoints.delete(id),
    secret: async (name) => secrets.get(name),
    keepSecret: async (name, made) => {
      const value = secrets.get(name) ?? made;
      secrets.set(name, value);
      return value;
    },
    close: async () => {},
  };
}

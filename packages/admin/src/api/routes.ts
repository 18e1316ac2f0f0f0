import type { Run } from './call.js';
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  makeToken,
  readEndpoint,
} from './endpoint-operations.js';
import { followEvents, listBackends, readDocument, readServer } from './server-operations.js';
import {
  listSessions,
  readSession,
  readSessionStats,
  tearDownSession,
} from './session-operations.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

// biome-ignore format: one row a line, read it as a table
/** Every operation by its path; what each takes and answers is in {@link OPERATIONS}. */
export const ROUTES = {
  '/api/openapi.json':          { GET: readDocument },
  '/api/server':                { GET: readServer },
  '/api/endpoints':             { GET: listEndpoints, POST: createEndpoint },
  '/api/endpoints/{id}':        { GET: readEndpoint, PUT: changeEndpoint, DELETE: deleteEndpoint },
  '/api/endpoints/{id}/tokens': { POST: makeToken },
  '/api/sessions':              { GET: listSessions },
  '/api/sessions/{name}':       { GET: readSession, DELETE: tearDownSession },
  '/api/sessions/{name}/stats': { GET: readSessionStats },
  '/api/backends':              { GET: listBackends },
  '/api/events':                { GET: followEvents },
} as const satisfies Record<string, Partial<Record<Method, Run>>>;

export type RoutePath = keyof typeof ROUTES;

/** Where a request goes. */
export interface Match {
  readonly methods: Partial<Record<Method, Run>>;
  /** What stands in the place of `{id}` or `{name}`, percent-decoded; empty when it cannot be. */
  readonly place: string;
}

const PATTERNS = Object.entries(ROUTES).map(([path, methods]) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/, '([^/]+)')}$`),
  methods: methods as Match['methods'],
}));

/** Undefined: there is nothing at this path. */
export function matchPath(path: string): Match | undefined {
  for (const { pattern, methods } of PATTERNS) {
    const match = pattern.exec(path);
    if (match) return { methods, place: decode(match[1] ?? '') };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

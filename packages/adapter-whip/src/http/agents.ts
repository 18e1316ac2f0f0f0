import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ConnectionSettings } from '../settings.js';
import { publicLookup } from './private-addresses.js';

/** Kept-alive connections, for both schemes. */
export interface AgentPair {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** Connections to hosts that were configured, and to hosts that only a reply has named. */
export interface Agents {
  readonly home: AgentPair;
  /** Connects to public addresses only, unless the settings allow more. */
  readonly foreign: AgentPair;
}

/** Idle sockets kept for one host. */
const IDLE_SOCKETS = 16;

/** Node’s TLS options for the settings. @throws Error when the CA file cannot be read */
export function tlsOptions({ caFile, verify }: ConnectionSettings['tls']): {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
} {
  return {
    rejectUnauthorized: verify,
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') }),
  };
}

/** @throws Error when the CA file cannot be read */
export function makeAgents({ tls, connections, redirects }: ConnectionSettings): Agents {
  const common = { keepAlive: true, maxSockets: connections, maxFreeSockets: IDLE_SOCKETS };
  const secured = tlsOptions(tls);
  const pair = (lookup: object): AgentPair => ({
    httpAgent: new HttpAgent({ ...common, ...lookup }),
    httpsAgent: new HttpsAgent({ ...common, ...secured, ...lookup }),
  });
  return { home: pair({}), foreign: pair(redirects.allowPrivate ? {} : { lookup: publicLookup }) };
}

export function destroyAgents({ home, foreign }: Agents): void {
  for (const { httpAgent, httpsAgent } of [home, foreign]) {
    httpAgent.destroy();
    httpsAgent.destroy();
  }
}

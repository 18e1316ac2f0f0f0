import { isIPv6 } from 'node:net';
import type { Config } from '../config/config.js';

/** The URLs of one endpoint, as people paste them. */
export interface EndpointUrls {
  readonly publishPage: string;
  readonly watchPage: string;
  readonly whip: string;
}

/** Addresses that mean "all of this machine" and cannot be connected to everywhere. */
const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);
}

/** Where this server is reached: `publicUrl`, or what it listens on. */
export function baseUrl({ listen }: Pick<Config, 'listen'>, port: number): string {
  if (listen.publicUrl !== undefined) return listen.publicUrl.replace(/\/+$/, '');
  const host = ANY_ADDRESS[listen.host] ?? (isIPv6(listen.host) ? `[${listen.host}]` : listen.host);
  return `${listen.tls ? 'https' : 'http'}://${host}:${port}`;
}

/** The studio's start page; a token that is to be shown stays in the fragment. */
export function studioUrl(base: string, adminToken?: string): string {
  return adminToken === undefined ? `${base}/` : `${base}/#/?admin=${adminToken}`;
}

/** The token, if one is to be shown, stays in the fragment: it is never sent to a server. */
export function endpointUrls(base: string, id: string, token?: string): EndpointUrls {
  const query = token === undefined ? '' : `?token=${encodeURIComponent(token)}`;
  return {
    publishPage: `${base}/#/publish/${id}${query}`,
    watchPage: `${base}/#/watch/${id}`,
    whip: `${base}/whip/endpoint/${id}`,
  };
}

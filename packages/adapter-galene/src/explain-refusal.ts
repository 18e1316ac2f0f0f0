import type { HttpClient } from '@whipway/adapter-whip';
import { WhipError } from '@whipway/core';
import type { AdminApi } from './admin/admin-api.js';
import type { GaleneUrls } from './admin/galene-urls.js';

type Reply = Awaited<ReturnType<HttpClient['send']>>;

export interface Explaining {
  readonly http: HttpClient;
  readonly urls: GaleneUrls;
  readonly admin: AdminApi | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The group is not there. */
  groupMissing(group: string): void;
}

/**
 * Tells the causes of Galene’s 404 and 500 apart, by the group’s public status and, with the admin
 * API, by its description and the number of clients.
 *
 * @returns the error as it was where nothing more can be told
 */
export async function explainRefusal(
  { status, url }: Reply,
  error: WhipError,
  explaining: Explaining,
): Promise<WhipError> {
  if (status !== 404 && status !== 500) return error;
  const group = groupOf(url);
  const known = await groupStatus(group, explaining).catch(() => undefined);
  if (!known) return error;
  if (known === 'missing') {
    explaining.groupMissing(group);
    return new WhipError('backend-refused', 'Galene has no such group.');
  }
  if (status === 404) return new WhipError('backend-refused', 'Galene does not know the token.');
  if (known === 'locked')
    return new WhipError('backend-unavailable', 'The group is locked on Galene.', {
      retryAfter: 30,
    });
  const full = await isFull(group, explaining).catch(() => false);
  return full
    ? new WhipError('endpoint-busy', 'The group has all the clients it may have.')
    : error;
}

function groupOf({ pathname }: URL): string {
  return decodeURIComponent(/\/group\/(.*)\/\.whip$/.exec(pathname)?.[1] ?? '');
}

/** `GET /group/NAME/.status`, for which nobody needs a token. Only public groups tell a lock. */
async function groupStatus(
  group: string,
  { http, urls, headers }: Explaining,
): Promise<'missing' | 'locked' | 'there' | undefined> {
  const url = new URL(urls.status(group));
  const reply = await http.send({ method: 'GET', url, home: url, headers });
  if (reply.status === 404) return 'missing';
  if (reply.status !== 200) return undefined;
  const described: unknown = JSON.parse(reply.body);
  const locked = typeof described === 'object' && described !== null && 'locked' in described;
  return locked && described.locked === true ? 'locked' : 'there';
}

async function isFull(group: string, { admin }: Explaining): Promise<boolean> {
  const limit = (await admin?.group(group))?.maxClients;
  return admin !== undefined && limit !== undefined && (await admin.clientCount(group)) >= limit;
}

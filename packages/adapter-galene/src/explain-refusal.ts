import type { HttpClient } from '@whipway/adapter-whip';
import { type Clock, WhipError } from '@whipway/core';
import type { AdminApi } from './admin/admin-api.js';
import { decodePathPart, type GaleneUrls } from './admin/galene-urls.js';

type Reply = Awaited<ReturnType<HttpClient['send']>>;

export interface Explaining {
  readonly http: HttpClient;
  readonly urls: GaleneUrls;
  readonly admin: AdminApi | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** The group is not there. */
  groupMissing(group: string): void;
}

/** Milliseconds: a client waits for its refusal. */
const PATIENCE = 1_000;

/**
 * Tells the causes of Galene’s 404 and 500 apart, by the group’s public status and, with the admin
 * API, by its description and the number of clients.
 *
 * @returns the error as it was where nothing more can be told, or not in a second
 */
export async function explainRefusal(
  reply: Reply,
  error: WhipError,
  explaining: Explaining,
): Promise<WhipError> {
  if (reply.status !== 404 && reply.status !== 500) return error;
  let cancel = () => {};
  const patience = new Promise<WhipError>((resolve) => {
    cancel = explaining.clock.after(PATIENCE, () => resolve(error));
  });
  const explained = explain(reply, error, explaining);
  return Promise.race([explained, patience]).finally(cancel);
}

async function explain(
  { status, url }: Reply,
  error: WhipError,
  explaining: Explaining,
): Promise<WhipError> {
  const group = groupOf(url);
  if (group === undefined) return error;
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

function groupOf({ pathname }: URL): string | undefined {
  const [, name = ''] = /\/group\/(.*)\/\.whip$/.exec(pathname) ?? [];
  return decodePathPart(name) || undefined;
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

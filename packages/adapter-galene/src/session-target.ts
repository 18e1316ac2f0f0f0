import type { RelayTarget } from '@whipway/adapter-whip';
import { type Clock, type PublishContext, WhipError } from '@whipway/core';
import type { AdminApi } from './admin/admin-api.js';
import type { GaleneUrls } from './admin/galene-urls.js';
import type { Groups } from './groups.js';
import { type BackendSettings, type EndpointSettings, endpointSettings } from './settings.js';

/** What sessions are made with. */
export interface SessionGround {
  readonly settings: BackendSettings;
  readonly urls: GaleneUrls;
  readonly admin: AdminApi | undefined;
  readonly groups: Groups | undefined;
  readonly clock: Clock;
}

/** A session’s place on Galene: its group, and its user name there where it has its own. */
export interface SessionPlace {
  readonly group: string;
  readonly username: string;
  readonly settings: EndpointSettings;
}

export function placeOf(
  { id, settings }: PublishContext['endpoint'],
  sessionId: string,
  { groupPrefix }: BackendSettings,
): SessionPlace {
  const own = endpointSettings.parse(settings ?? {});
  return {
    group: own.group ?? `${groupPrefix}${id}`,
    username: `whipway-${sessionId.slice(0, 12)}`,
    settings: own,
  };
}

/** Makes the group and the token where that is ours to do. @throws WhipError */
export async function prepareTarget(
  place: SessionPlace,
  { settings, urls, admin, groups, clock }: SessionGround,
): Promise<RelayTarget> {
  const { group, username, settings: own } = place;
  const url = urls.whip(group);
  const ensure = async () => {
    if (own.group === undefined) await groups?.ensure(group, own.create);
  };
  await ensure();
  if (own.token !== undefined || !admin) return { url, token: own.token ?? settings.token };
  const expires = clock.now() + settings.tokenLifetime;
  const mint = () => admin.mintToken(group, { username, permissions: ['present'], expires });
  let token = await mint();
  if (token === undefined) {
    // Somebody removed the group since it was made.
    groups?.forget(group);
    await ensure();
    token = await mint();
  }
  if (token === undefined) throw new WhipError('backend-refused', 'Galene has no such group.');
  const minted = token;
  return { url, token, released: () => admin.revokeToken(group, minted) };
}

import type { Occupancy } from '../live/occupancy.js';
import { settingChanges } from './draft-changes.js';
import type { EndpointDraft } from './endpoint-draft.js';

/**
 * Who is disconnected when a change is saved, for people, `the publisher and 2 viewers`; undefined when
 * nobody is. The server ends an endpoint's sessions when its backend's options become others, and for
 * no other change.
 */
export function interruptedBy(
  before: Pick<EndpointDraft, 'settings'>,
  after: Pick<EndpointDraft, 'settings'>,
  { publisher, viewers }: Occupancy,
): string | undefined {
  if (settingChanges(before.settings, after.settings).length === 0) return undefined;
  const who = [
    ...(publisher ? ['the publisher'] : []),
    ...(viewers > 0 ? [`${viewers} ${viewers === 1 ? 'viewer' : 'viewers'}`] : []),
  ];
  return who.length > 0 ? who.join(' and ') : undefined;
}

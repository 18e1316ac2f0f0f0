import type { EndpointDraft } from './endpoint-draft.js';
import type { Settings } from './setting-values.js';

/** One value that is not what it was. */
export interface DraftChange {
  /** Such as `Who may watch` or `room`. */
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between two versions of an endpoint, in words. Tokens are not shown. */
export function draftChanges(before: EndpointDraft, after: EndpointDraft): readonly DraftChange[] {
  const changes: DraftChange[] = [];
  const add = (label: string, old: string, next: string) => {
    if (old !== next) changes.push({ label, before: old, after: next });
  };
  add('Who may publish', before.publish, after.publish);
  if (before.token !== after.token)
    changes.push({ label: 'Publish token', before: hidden(before.token), after: 'another one' });
  add('Who may watch', before.watch, after.watch);
  if (before.watchToken !== after.watchToken)
    changes.push({ label: 'Watch token', before: hidden(before.watchToken), after: 'another one' });
  return [...changes, ...settingChanges(before.settings, after.settings)];
}

/** What differs between two blocks of a backend's options, by the paths of their values. */
export function settingChanges(before: Settings, after: Settings): readonly DraftChange[] {
  const old = flat(before);
  const next = flat(after);
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((key) => ({
      label: key,
      before: old.get(key) ?? 'not set',
      after: next.get(key) ?? 'not set',
    }))
    .filter((change) => change.before !== change.after);
}

function hidden(token: string): string {
  return token ? 'a token' : 'none';
}

/** Every value by its path, `create.bitrate`. */
function flat(settings: Settings, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(settings).flatMap(([key, value]): [string, string][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? [...flat(value as Settings, `${prefix}${key}.`)]
        : [[prefix + key, typeof value === 'string' ? value : JSON.stringify(value)]],
    ),
  );
}

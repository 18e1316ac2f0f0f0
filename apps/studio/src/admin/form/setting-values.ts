import type { SettingPath } from './setting-fields.js';

/** A block of settings as it goes to the server. */
export type Settings = Readonly<Record<string, unknown>>;

/** The value at a path; undefined when there is none. */
export function settingAt(settings: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (isSettings(value) ? value[key] : undefined),
    settings,
  );
}

/**
 * The same settings with another value at a path. What is empty (undefined, an empty text or list)
 * is left out, and so is a block in which nothing is left.
 */
export function withSetting(settings: Settings, path: SettingPath, value: unknown): Settings {
  const [key, ...rest] = path;
  if (key === undefined) return settings;
  const before = settings[key];
  const next =
    rest.length === 0 ? value : withSetting(isSettings(before) ? before : {}, rest, value);
  if (!isEmpty(next)) return { ...settings, [key]: next };
  const { [key]: _, ...others } = settings;
  return others;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isSettings(value) && Object.keys(value).length === 0;
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number where one is typed, else the text. Leading zeros make a text: `007`. */
export function numberOrText(typed: string): number | string {
  return /^(?:0|[1-9]\d{0,14})$/.test(typed) ? Number(typed) : typed;
}

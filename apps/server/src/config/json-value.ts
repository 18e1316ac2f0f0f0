/** A place in the configuration: `['endpoints', 0, 'token']`. */
export type Path = readonly (string | number)[];

export type PlainObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `endpoints[0].token`; `(top level)` for the empty path. */
export function pathText(path: Path): string {
  if (path.length === 0) return '(top level)';
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    '',
  );
}

/** What stands at a path; undefined when nothing does. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof key === 'number') return Array.isArray(value) ? value[key] : undefined;
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, root);
}

/** A copy with the value put at a path; what is missing on the way is made. */
export function withValueAt(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list: readonly unknown[] = Array.isArray(root) ? root : [];
    return list.length <= key
      ? [...list, withValueAt(undefined, rest, value)]
      : list.map((entry, index) => (index === key ? withValueAt(entry, rest, value) : entry));
  }
  const object = isObject(root) ? root : {};
  return { ...object, [key]: withValueAt(object[key], rest, value) };
}

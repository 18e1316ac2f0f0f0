import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where Debian keeps `ip`, which the PATH of an ordinary user often lacks. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin'];

/** The PATH of `environment`, with the system folders at its end. */
export function searchPath(environment: NodeJS.ProcessEnv): string {
  const { PATH = '' } = environment;
  const folders = PATH.split(delimiter).filter(Boolean);
  return [...new Set([...folders, ...SYSTEM_FOLDERS])].join(delimiter);
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Absolute path of the first of `names` found on a PATH, names in order of preference. */
export function findProgram(names: readonly string[], path: string): string | undefined {
  const folders = path.split(delimiter).filter(isAbsolute);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

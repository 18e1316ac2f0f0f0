import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FakePrograms {
  readonly folder: string;
  /** Writes an executable shell script and returns its path. */
  add(name: string, script?: string): string;
  remove(): void;
}

/** A folder of small shell scripts to put on a PATH. */
export function fakePrograms(): FakePrograms {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-programs-'));
  return {
    folder,
    add: (name, script = '') => {
      const path = join(folder, name);
      writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

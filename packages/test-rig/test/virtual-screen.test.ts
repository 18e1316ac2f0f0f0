import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startVirtualScreen } from '../src/virtual-screen.js';

const folder = mkdtempSync(join(tmpdir(), 'whipway-screen-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a virtual screen', () => {
  it('has the display that the X server has found, until it is stopped', async () => {
    const executable = program('xvfb', 'echo "$@" >&2; echo 17 >&3; exec sleep 60');
    const screen = await startVirtualScreen({ executable });
    expect(screen.display).toBe(':17');
    expect(isRunning(screen.pid)).toBe(true);
    await screen.stop();
    expect(isRunning(screen.pid)).toBe(false);
  });

  it('is as large as it is wanted', async () => {
    const executable = program('size', 'echo "$@" >&2; exit 1');
    const started = startVirtualScreen({ executable, size: '320x180' });
    await expect(started).rejects.toThrow('-screen 0 320x180x24');
  });

  it('that is none says why', async () => {
    const executable = program('broken', 'echo no such font >&2; exit 1');
    await expect(startVirtualScreen({ executable })).rejects.toThrow(/no screen:\nno such font/);
  });

  it('of a program that is not there is none', async () => {
    const started = startVirtualScreen({ executable: join(folder, 'absent') });
    await expect(started).rejects.toThrow(/ENOENT/);
  });
});

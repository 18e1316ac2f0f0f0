import { spawnSync } from 'node:child_process';

/** True while a process runs; one that has ended and that nobody has asked about yet does not. */
export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

/** How many processes have this in their command line. */
export function countRunning(part: string): number {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(part)).length;
}

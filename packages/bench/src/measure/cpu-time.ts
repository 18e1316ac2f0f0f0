import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second here, on every architecture. */
const MILLISECONDS_PER_TICK = 10;

/** CPU milliseconds a process has used so far, user and system, all threads (Linux). */
export function cpuTimeOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The program's name may hold anything; what follows it is numbers.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK;
}

/** Resident memory of a process, MB. */
export function residentMegabytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(text.match(/^VmRSS:\s+(\d+) kB$/m)?.[1] ?? 0) / 1024;
}

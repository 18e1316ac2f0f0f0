import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

const SOURCE = new URL('../../dist/run/stop-signals.js', import.meta.url).href;

/** What a process prints in which something happens, and how it ends. */
function processIn(script: string) {
  const head = `import { stopSignals } from ${JSON.stringify(SOURCE)};
    const { signal, fault } = stopSignals();
    const going = setInterval(() => {}, 1000);
    signal.addEventListener('abort', () => {
      clearInterval(going);
      console.error('stopping', fault()?.message);
    });`;
  const args = ['--input-type=module', '-e', `${head}\n${script}`];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, told: stderr.trim() };
}

describe('a command is told to stop', () => {
  it('by a signal', () => {
    expect(processIn('process.kill(process.pid, "SIGTERM");')).toEqual({
      status: 0,
      told: 'stopping undefined',
    });
  });

  it('by a promise that nobody waited for, and by an exception', () => {
    const told = 'stopping oh';
    expect(processIn('Promise.reject(new Error("oh"));')).toEqual({ status: 0, told });
    expect(processIn('setTimeout(() => { throw new Error("oh"); });')).toEqual({ status: 0, told });
  });

  it('by an output that nobody reads, but not by a standard error that nobody reads', () => {
    const broken = (stream: string) => `process.${stream}.emit('error', new Error('EPIPE'));`;
    expect(processIn(broken('stdout')).told).toBe('stopping undefined');
    const goesOn = `${broken('stderr')} setTimeout(() => { console.error('goes on'); process.exit(3); }, 100);`;
    expect(processIn(goesOn)).toEqual({ status: 3, told: 'goes on' });
  });

  it('at once by the second signal', () => {
    const twice =
      'process.kill(process.pid, "SIGINT"); setTimeout(() => process.kill(process.pid, "SIGINT"), 400); setTimeout(() => {}, 5000);';
    expect(processIn(twice).status).toBe(130);
  });
});

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { residentMegabytes } from '../../measure/cpu-time.js';
import type { ChildReply } from './messages.js';

/** The children by name: each is a process of its own, so that its CPU time is its own. */
const PROGRAMS = {
  gateway: '../../../dist/janus/gateway-child.js',
  'bare-gateway': '../../../dist/janus/bare-gateway-child.js',
  'canned-janus': '../../../dist/janus/canned-janus-child.js',
  load: '../../../dist/janus/load/load-child.js',
  forwarder: '../../../dist/embedded/forwarder-child.js',
  viewers: '../../../dist/embedded/viewers-child.js',
} as const;

export type ProgramName = keyof typeof PROGRAMS;

/** A Node process of ours that answers requests. */
export class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (reply: ChildReply) => void>();
  #count = 0;

  private constructor(program: ProgramName) {
    const path = fileURLToPath(new URL(PROGRAMS[program], import.meta.url));
    this.#process = fork(path, {
      execArgv: ['--expose-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#process.on('message', (reply: ChildReply) => {
      this.#waiting.get(reply.number)?.(reply);
      this.#waiting.delete(reply.number);
    });
    this.#process.once('exit', (code, signal) => this.#failAll(program, code ?? signal));
  }

  /** @throws Error when the child ends before it is ready */
  static async start(program: ProgramName): Promise<Child> {
    const child = new Child(program);
    await child.#reply(0);
    return child;
  }

  /** @throws Error with the child's own stack */
  ask<Value>(name: string, argument?: unknown): Promise<Value> {
    this.#count += 1;
    const number = this.#count;
    const answered = this.#reply(number);
    this.#process.send({ number, name, argument });
    return answered as Promise<Value>;
  }

  /** CPU milliseconds so far. */
  cpu(): Promise<number> {
    return this.ask('cpu');
  }

  get residentMegabytes(): number {
    return residentMegabytes(this.#process.pid ?? 0);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  #reply(number: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, (reply) =>
        'error' in reply ? reject(new Error(reply.error)) : resolve(reply.value),
      );
    });
  }

  #failAll(program: ProgramName, how: unknown): void {
    for (const [number, settle] of this.#waiting)
      settle({ number, error: `the ${program} process ended (${how})` });
    this.#waiting.clear();
  }
}

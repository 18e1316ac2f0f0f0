import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNotFound, spawnGuarded } from './guarded-spawn.js';
import type { ToolCommand } from './media-source.js';

/** How a tool ended. */
export interface ToolEnd {
  /** Undefined when it ended by itself with exit code 0, or because it was told to. */
  readonly failure: string | undefined;
}

/** Lines of standard error that are kept to explain a failure. */
const KEPT_LINES = 40;
/** A tool may finish its file before it is asked less kindly. Milliseconds. */
const LONGEST_GOODBYE = 3000;

export interface ToolListener {
  /** A line of standard output. */
  output?(line: string): void;
  /** True for a line of standard error that is no complaint. */
  isNoise?(line: string): boolean;
  /** A line of standard error. */
  complaint?(line: string): void;
}

/** A media tool as a child process. It never outlives this one. */
export class ChildTool {
  readonly program: string;
  readonly ended: Promise<ToolEnd>;
  readonly #child: ChildProcess;
  readonly #complaints: string[] = [];
  #told = false;

  constructor({ program, args, environment, input }: ToolCommand, listener: ToolListener = {}) {
    this.program = program;
    this.#child = spawnGuarded(program, args, {
      stdin: input === undefined ? 'ignore' : 'pipe',
      env: { ...process.env, WHIP_TOKEN: undefined, ...environment },
    });
    // A tool that has ended before it read is told below.
    this.#child.stdin?.on('error', () => undefined).end(input);
    lines(this.#child.stdout, (line) => listener.output?.(line));
    lines(this.#child.stderr, (line) => this.#complain(line, listener));
    const kill = () => void this.#child.kill('SIGKILL');
    process.once('exit', kill);
    this.ended = new Promise((resolve) => {
      const end = (failure: string | undefined) => {
        process.off('exit', kill);
        resolve({ failure: this.#told ? undefined : failure });
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', (code, signal) =>
        end(code === 0 ? undefined : failureOf(program, code, signal)),
      );
    });
  }

  #complain(line: string, listener: ToolListener): void {
    if (listener.isNoise?.(line)) return;
    this.#complaints.push(line);
    if (this.#complaints.length > KEPT_LINES) this.#complaints.shift();
    listener.complaint?.(line);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The last lines of standard error. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  /**
   * Asks it to end, then SIGINT, then SIGKILL; resolves when it has ended.
   *
   * @param ask for tools that end by themselves when their input does; default is SIGINT at once
   */
  async stop(ask?: () => void): Promise<void> {
    this.#told = true;
    ask?.();
    if (ask && (await this.#endsWithin(LONGEST_GOODBYE))) return;
    if (!this.#child.kill('SIGINT') || (await this.#endsWithin(LONGEST_GOODBYE))) return;
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  async #endsWithin(milliseconds: number): Promise<boolean> {
    const late = new AbortController();
    const waiting = sleep(milliseconds, false, { signal: late.signal }).catch(() => false);
    const ended = await Promise.race([this.ended.then(() => true), waiting]);
    late.abort();
    return ended;
  }
}

function failureOf(program: string, code: number | null, signal: string | null): string {
  return isNotFound(code)
    ? `spawn ${program} ENOENT`
    : `ended with ${signal ?? `exit code ${code}`}`;
}

function lines(stream: NodeJS.ReadableStream | null, take: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    const parts = (rest + text).split(/\r\n|\n|\r/);
    rest = parts.pop() ?? '';
    for (const line of parts) if (line.trim() !== '') take(line);
  });
  stream?.on('end', () => {
    if (rest.trim() !== '') take(rest);
  });
}

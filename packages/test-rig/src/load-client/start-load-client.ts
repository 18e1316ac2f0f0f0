import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type LoadMedia, syntheticMedia } from './load-media.js';
import type { LoadCommand, LoadNews } from './load-messages.js';

/** The built child: it is run by Node as it is, also when this file is read from source. */
const CHILD = fileURLToPath(new URL('../../dist/load-client/load-child.js', import.meta.url));
/** Sessions in one process: more would make its own pace the limit. */
const SESSIONS_PER_PROCESS = 100;
const END_MILLISECONDS = 30_000;

export interface LoadOptions {
  /** WHIP endpoint URLs: one session is published to each. */
  readonly endpoints: readonly string[];
  readonly token: string;
  /** Local address to send from. Default 127.0.0.1. */
  readonly address?: string;
  /** Bits per second of each session, audio and video together. Default 200 000. */
  readonly bitrate?: number;
  /** What is sent instead of made-up media of that bitrate. */
  readonly media?: LoadMedia;
  /** POSTs in flight at once, in each process. Default 10. */
  readonly concurrency?: number;
}

export interface LoadClient {
  /** Resolves when every session was opened or has failed. */
  readonly opened: Promise<LoadResult>;
  /** Process ids of the children, to measure or to kill. */
  readonly pids: readonly number[];
  /** DELETEs every session; resolves with how many of the DELETEs were not answered 200. */
  stop(): Promise<number>;
}

export interface LoadResult {
  /** Milliseconds from each POST to its 201, sorted. */
  readonly answeredAfter: readonly number[];
  /** Milliseconds from each POST to a connected transport, sorted. */
  readonly connectedAfter: readonly number[];
  /** Why the others failed. */
  readonly failures: readonly string[];
}

/** Publishes to many endpoints at once, from processes of its own (node-datachannel). */
export function startLoadClient(options: LoadOptions): LoadClient {
  const { endpoints, token, address = '127.0.0.1', bitrate = 200_000, concurrency = 10 } = options;
  const media = options.media ?? syntheticMedia(bitrate);
  const children = chunks(endpoints, SESSIONS_PER_PROCESS).map(
    (share) => new LoadProcess({ endpoints: share, token, address, media, concurrency }),
  );
  return {
    opened: Promise.all(children.map(({ opened }) => opened)).then(addUp),
    pids: children.flatMap(({ pid }) => pid ?? []),
    stop: async () => {
      const refused = await Promise.all(children.map((child) => child.stop()));
      return refused.reduce((sum, count) => sum + count, 0);
    },
  };
}

class LoadProcess {
  readonly opened: Promise<LoadResult>;
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;
  #refusedDeletes = 0;

  constructor(order: NonNullable<LoadCommand['order']>) {
    this.#child = fork(CHILD, { serialization: 'advanced', execArgv: [] });
    this.#gone = once(this.#child, 'exit');
    this.opened = new Promise((resolve, reject) => {
      const result = { answeredAfter: [] as number[], connectedAfter: [] as number[] };
      const failures: string[] = [];
      this.#child.on('message', (news: LoadNews) => {
        if (news.type === 'ready') this.#tell({ type: 'order', order });
        if (news.type === 'ended') this.#refusedDeletes = news.refusedDeletes;
        if (news.type === 'failed') failures.push(news.reason);
        if (news.type === 'opened') {
          result.answeredAfter.push(news.answeredAfter);
          result.connectedAfter.push(news.connectedAfter);
        }
        const settled = result.answeredAfter.length + failures.length;
        if (settled === order.endpoints.length) resolve({ ...result, failures });
      });
      this.#child.once('exit', (code, signal) =>
        reject(new Error(`a load process ended early (${code ?? signal})`)),
      );
    });
    // Whoever waits for it hears of it; nobody else has to.
    this.opened.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async stop(): Promise<number> {
    if (this.#child.connected) this.#tell({ type: 'stop' });
    const late = setTimeout(() => this.#child.kill('SIGKILL'), END_MILLISECONDS);
    await this.#gone;
    clearTimeout(late);
    return this.#refusedDeletes;
  }

  #tell(command: LoadCommand): void {
    this.#child.send(command);
  }
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function addUp(results: readonly LoadResult[]): LoadResult {
  const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);
  return {
    answeredAfter: sorted(results.flatMap(({ answeredAfter }) => answeredAfter)),
    connectedAfter: sorted(results.flatMap(({ connectedAfter }) => connectedAfter)),
    failures: results.flatMap(({ failures }) => failures),
  };
}

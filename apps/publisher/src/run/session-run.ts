import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientError, SessionKeeper, type WhepClient, type WhipClient } from '@whipway/client';
import type { CommandError } from '../cli/command-error.js';
import type { Options } from '../cli/options.js';
import type { EncoderProgress } from '../output/status-line.js';
import type { Terminal } from '../output/terminal.js';
import type { WeriftPeer } from '../peer/werift-peer.js';
import { explainFailure, explainUndeleted } from './explain-failure.js';
import { MediaWatch } from './media-watch.js';
import type { ReconnectPolicy } from './reconnect-policy.js';
import { Reporter } from './reporter.js';

export type Client = WhipClient | WhepClient;

/** One session that is being opened. */
export interface OpeningSession {
  readonly client: Client;
  readonly peer: WeriftPeer;
}

/** Where media comes from, or goes to. */
export interface RunMedia {
  readonly progress: EncoderProgress | undefined;
  /** Packets so far, of all sessions. */
  readonly packets: number;
  connect(peer: WeriftPeer): Promise<void>;
  /** Resolves when everything is ended. */
  stop(): Promise<void>;
}

export interface SessionRunParts {
  readonly options: Options;
  readonly terminal: Terminal;
  readonly policy: ReconnectPolicy;
  readonly media: RunMedia;
  /** Opens one session; `prepared` hears of it before its offer is sent. */
  readonly open: (
    prepared: (session: OpeningSession) => void,
    signal: AbortSignal,
  ) => Promise<Client>;
  /** What is done with frames. */
  readonly verb: 'sent' | 'received';
  /** What it means that no packet comes while there is a connection. */
  readonly silent: (seconds: number) => CommandError;
  /** True when this end of all sessions is the end of what was wanted. Default: it never is. */
  readonly isDone?: (error: ClientError) => boolean;
}

/** Longest wait for a DELETE nobody answers, also for the 201 before it, in milliseconds. */
const LONGEST_GOODBYE = 5000;
/** Longest wait for TURN servers to hear that their relayed addresses are free, in milliseconds. */
const LONGEST_RELEASE = 1000;

/** From the first offer to the last DELETE: sessions one after another, until something ends it. */
export class SessionRun {
  readonly #parts: SessionRunParts;
  readonly #reporter: Reporter;
  readonly #keeper: SessionKeeper<Client>;
  #end: (error: unknown) => void = () => {};
  #duration: ReturnType<typeof setTimeout> | undefined;
  /** The newest one; the keeper knows it only when it is open. */
  #client: Client | undefined;
  #peer: WeriftPeer | undefined;

  constructor(parts: SessionRunParts) {
    this.#parts = parts;
    this.#reporter = new Reporter({
      terminal: parts.terminal,
      stats: parts.options.stats ?? false,
      progress: () => parts.media.progress,
    });
    this.#keeper = this.#newKeeper();
  }

  /**
   * Runs until {@link end} is called, the duration is over, or the signal fires.
   *
   * @throws CommandError
   */
  async run(signal: AbortSignal): Promise<void> {
    const ended = new Promise<unknown>((resolve) => {
      this.#end = resolve;
      signal.addEventListener('abort', () => resolve(undefined));
      if (signal.aborted) resolve(undefined);
    });
    const watch = this.#newWatch();
    const running = this.#keeper.run();
    const error = await ended;
    watch.stop();
    clearTimeout(this.#duration);
    const undeleted = await this.#close(running);
    this.#reporter.finish();
    if (error === undefined && undeleted) throw undeleted;
    if (undeleted) this.#parts.terminal.say('warning', undeleted.message);
    if (error !== undefined) throw error;
  }

  /** The first call counts. */
  end(error?: unknown): void {
    this.#end(error);
  }

  firstFrame(): void {
    const { options, verb } = this.#parts;
    this.#reporter.firstFrame(verb);
    if (options.duration !== undefined)
      this.#duration = setTimeout(() => this.#end(undefined), options.duration * 1000);
  }

  /**
   * The DELETE goes out while the tool ends.
   *
   * @returns why the session may still be there
   */
  async #close(running: Promise<void>): Promise<CommandError | undefined> {
    const { options, media } = this.#parts;
    let refused: ClientError | undefined;
    this.#client?.on('warning', (error) => {
      if (error.code !== 'aborted') refused = error;
    });
    const late = sleep(LONGEST_GOODBYE, 'late' as const, { ref: false });
    const ending = Promise.all([this.#keeper.stop(), this.#client?.stop(), running]);
    const [outcome] = await Promise.all([Promise.race([ending, late]), media.stop()]);
    await Promise.race([this.#peer?.closed, sleep(LONGEST_RELEASE, undefined, { ref: false })]);
    return outcome === 'late' || refused ? explainUndeleted(refused, options.url) : undefined;
  }

  #newWatch(): MediaWatch {
    const { media, silent } = this.#parts;
    return new MediaWatch({
      packets: () => media.packets,
      isConnected: () => this.#client?.state === 'connected',
      silent: (seconds) => this.#end(silent(seconds)),
    });
  }

  #newKeeper(): SessionKeeper<Client> {
    const { options, terminal, policy, open, isDone } = this.#parts;
    const keeper = new SessionKeeper<Client>({
      again: policy.again,
      open: (signal) => open((session) => this.#prepared(session), signal),
    });
    keeper.on('session', (client) =>
      this.#reporter.follow(client).catch((error: unknown) => this.#end(error)),
    );
    keeper.on('waiting', ({ error, delay }) => {
      const { message } = explainFailure(error, options.url);
      terminal.say('warning', `${message} Trying again in ${(delay / 1000).toFixed(1)} s.`);
    });
    keeper.on('failed', (error) =>
      this.#end(isDone?.(error) ? undefined : explainFailure(error, options.url)),
    );
    return keeper;
  }

  #prepared({ client, peer }: OpeningSession): void {
    const { terminal, options } = this.#parts;
    this.#client = client;
    this.#peer = peer;
    client.on('state', ({ state, previous }) => {
      terminal.say('detail', `Session ${state}.`);
      if (state === 'connected') this.#connected(peer, previous === 'disconnected');
      if (state === 'disconnected')
        terminal.say('warning', 'The connection is lost; restarting ICE.');
    });
    client.on('restarted', () => terminal.say('info', 'The server took the ICE restart.'));
    client.on('warning', (error) =>
      terminal.say('detail', explainFailure(error, options.url).message),
    );
  }

  #connected(peer: WeriftPeer, back: boolean): void {
    const { terminal, policy, media } = this.#parts;
    const again = back || policy.isReconnecting;
    policy.connected();
    terminal.say('info', again ? 'Connected again.' : 'Connected.');
    media.connect(peer).catch((error: unknown) => this.#end(error));
  }
}

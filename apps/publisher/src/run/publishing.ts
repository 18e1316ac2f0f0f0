import { type ClientError, SessionKeeper, type WhipClient } from '@whipway/client';
import type { CommandError } from '../cli/command-error.js';
import type { Options } from '../cli/options.js';
import type { Terminal } from '../output/terminal.js';
import { explainTool } from '../source/explain-tool.js';
import { MediaFeed } from '../source/media-feed.js';
import type { MediaPlan } from '../source/media-source.js';
import { explainFailure } from './explain-failure.js';
import { ReconnectPolicy } from './reconnect-policy.js';
import { Reporter } from './reporter.js';
import { openWhipSession, type WhipSession } from './whip-session.js';

/** Longest wait for a DELETE nobody answers, in milliseconds. */
const LONGEST_GOODBYE = 3000;

export interface PublishingParts {
  readonly options: Options;
  readonly plan: MediaPlan;
  readonly terminal: Terminal;
  readonly http: typeof fetch;
}

/** Publishing from the first offer to the DELETE: sessions one after another, one feed of media. */
export class Publishing {
  readonly #parts: PublishingParts;
  readonly #feed: MediaFeed;
  readonly #reporter: Reporter;
  readonly #policy: ReconnectPolicy;
  readonly #keeper: SessionKeeper<WhipClient>;
  #end: (error: CommandError | undefined) => void = () => {};
  #duration: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: PublishingParts) {
    const { options, plan, terminal } = parts;
    this.#parts = parts;
    this.#policy = new ReconnectPolicy({ limit: options.reconnect * 1000, fromTheStart: false });
    this.#feed = new MediaFeed(plan, {
      ended: (end, tool) =>
        this.#end(end.failure === undefined ? undefined : explainTool(tool, end)),
      firstFrame: () => this.#firstFrame(),
      complaint: (line) => terminal.say('detail', line),
    });
    this.#reporter = new Reporter({
      terminal,
      stats: options.stats ?? false,
      progress: () => this.#feed.progress,
    });
    this.#keeper = this.#newKeeper();
  }

  /**
   * Runs until the media or its time ends, or the signal fires.
   *
   * @throws CommandError
   */
  async run(signal: AbortSignal): Promise<void> {
    const ended = new Promise<CommandError | undefined>((resolve) => {
      this.#end = resolve;
      signal.addEventListener('abort', () => resolve(undefined));
      if (signal.aborted) resolve(undefined);
    });
    const running = this.#keeper.run();
    const error = await ended;
    clearTimeout(this.#duration);
    await this.#close(running);
    this.#reporter.finish();
    if (error) throw error;
  }

  /** The DELETE goes out while the tool ends. */
  async #close(running: Promise<void>): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, LONGEST_GOODBYE));
    const closing = Promise.all([this.#keeper.stop(), this.#feed.stop(), running]);
    await Promise.race([closing, late]);
  }

  #newKeeper(): SessionKeeper<WhipClient> {
    const { options, plan, http, terminal } = this.#parts;
    const keeper = new SessionKeeper<WhipClient>({
      again: this.#policy.again,
      open: (signal) =>
        openWhipSession(options, plan.codecs, http, (session) => this.#prepared(session), signal),
    });
    keeper.on('session', (client) => void this.#reporter.follow(client));
    keeper.on('waiting', ({ error, delay }) => {
      const { message } = explainFailure(error, options.url);
      terminal.say('warning', `${message} Again in ${(delay / 1000).toFixed(1)} s.`);
    });
    keeper.on('failed', (error: ClientError) => this.#end(explainFailure(error, options.url)));
    return keeper;
  }

  #prepared({ client, peer }: WhipSession): void {
    const { terminal } = this.#parts;
    client.on('state', ({ state, previous }) => {
      terminal.say('detail', `Session ${state}.`);
      if (state === 'connected') this.#connected(peer, previous === 'disconnected');
      if (state === 'disconnected')
        terminal.say('warning', 'The connection is lost; restarting ICE.');
    });
    client.on('restarted', () => terminal.say('info', 'ICE restarted.'));
    client.on('warning', ({ message }) => terminal.say('warning', message));
  }

  #connected(peer: WhipSession['peer'], again: boolean): void {
    const { terminal } = this.#parts;
    const wasLost = this.#policy.isReconnecting || again;
    this.#policy.connected();
    terminal.say('info', wasLost ? 'Connected again.' : 'Connected.');
    this.#feed.connect(peer).catch(this.#end as (error: unknown) => void);
  }

  #firstFrame(): void {
    const { duration } = this.#parts.options;
    this.#reporter.firstFrame('sent');
    if (duration !== undefined)
      this.#duration = setTimeout(() => this.#end(undefined), duration * 1000);
  }
}

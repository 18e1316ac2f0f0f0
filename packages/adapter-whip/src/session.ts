import {
  type BackendSession,
  type Call,
  type CheckedOffer,
  type Clock,
  type CloseReason,
  type HangUpReason,
  type IceFragment,
  type OfferedIceServers,
  type PublishContext,
  type SessionStats,
  throwIfAborted,
  unlessAborted,
  WhipError,
} from '@whipway/core';
import type { HttpReply } from './http/http-message.js';
import { deleteUpstream } from './relay/delete-upstream.js';
import { Liveness } from './relay/liveness.js';
import type { UpstreamSession } from './relay/open-upstream.js';
import type { ProbeChoice } from './relay/probe-choice.js';
import type { QuirkNotes } from './relay/quirk-notes.js';
import { PATCH_REFUSALS, type RefusalTable, refusal } from './relay/refusals.js';
import type { RelayRules } from './relay/relay-rules.js';
import type { UpstreamLink } from './relay/upstream-link.js';
import { UpstreamPatches } from './relay/upstream-patches.js';

export interface RelaySessionOptions {
  readonly upstream: UpstreamSession;
  readonly link: UpstreamLink;
  readonly rules: RelayRules;
  readonly probes: ProbeChoice;
  readonly context: PublishContext;
  readonly quirks: QuirkNotes;
  readonly clock: Clock;
  readonly offer: CheckedOffer;
  /** What a refused token means. */
  readonly tokenRefusals: RefusalTable;
  /** The session was closed, and the server told if it could be. */
  over(session: RelaySession): Promise<void>;
}

/** One publisher on the upstream server. */
export class RelaySession implements BackendSession {
  readonly answer: string;
  readonly iceServers?: OfferedIceServers;
  readonly #options: RelaySessionOptions;
  readonly #patches: UpstreamPatches;
  readonly #liveness: Liveness | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #gone = false;
  #closing: Promise<void> | undefined;

  constructor(options: RelaySessionOptions) {
    const { upstream, link, rules, probes, clock, quirks, offer, context } = options;
    this.#options = options;
    this.answer = upstream.answer;
    if (upstream.iceServers) this.iceServers = upstream.iceServers;
    this.#patches = new UpstreamPatches({
      upstream,
      link,
      rules,
      quirks,
      reports: context.reports,
      bundleTag: offer.bundleTag,
      ufrag: offer.ice.ufrag,
      refused: (reply) => this.#refused(reply),
      astray: () => this.#astray(),
    });
    if (!upstream.url) return;
    this.#liveness = new Liveness({
      link,
      url: upstream.url,
      choice: probes,
      settings: rules.probe,
      clock,
      ended: (reason, detail) => this.#ended(reason, detail),
      blind: () => quirks.note('probe-blind'),
    });
    this.#liveness.start();
  }

  /** How many candidates went nowhere because the server takes none. */
  get droppedCandidates(): number {
    return this.#patches.droppedCandidates;
  }

  addCandidates(fragment: IceFragment, call: Call): Promise<void> {
    return this.#inTurn(() => this.#patches.trickle(fragment), call);
  }

  restartIce(fragment: IceFragment, call: Call): Promise<IceFragment> {
    return this.#inTurn(() => this.#patches.restart(fragment), call);
  }

  /** WHIP tells no numbers. */
  async stats(_call: Call): Promise<SessionStats> {
    return { tracks: [] };
  }

  /** Asks at once whether the session is still there; `why` is told should it not. */
  recheck(why?: string): void {
    void this.#liveness?.probeNow(why);
  }

  /** For who knows for certain, by other ways than HTTP, that the server has ended the session. */
  endedByServer(reason: HangUpReason, detail: string): void {
    this.#liveness?.stop();
    this.#ended(reason, detail);
  }

  close(_reason: CloseReason): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** One PATCH at a time, also behind one that nobody waits for any more (C-15, C-17). */
  #inTurn<Value>(work: () => Promise<Value>, call: Call): Promise<Value> {
    const turn = async () => {
      await this.#turn;
      throwIfAborted(call.signal);
      this.#requireLive();
      return work();
    };
    return unlessAborted(() => {
      const result = turn();
      this.#turn = result.catch(() => {});
      return result;
    }, call);
  }

  #requireLive(): void {
    if (this.#gone || this.#closing)
      throw new WhipError('session-ended', 'The session on the media server is over.');
  }

  #refused(reply: HttpReply): WhipError {
    const { rules, clock, tokenRefusals } = this.#options;
    if (reply.status !== 404 && reply.status !== 410)
      return refusal(reply, rules.serverName, clock.now(), [tokenRefusals, PATCH_REFUSALS]);
    this.#liveness?.stop();
    this.#ended('backend-closed', 'the session is gone on the server');
    return new WhipError('session-ended', 'The session on the media server is over.');
  }

  /** The session is still there, and has to be deleted. */
  #astray(): void {
    this.#liveness?.stop();
    this.#ended('backend-lost', 'it restarted ICE though nobody had asked');
  }

  #ended(reason: HangUpReason, detail: string): void {
    if (this.#gone || this.#closing) return;
    this.#gone = reason !== 'backend-lost';
    this.#options.context.reports.hungUp(reason, detail);
  }

  async #close(): Promise<void> {
    const { link, upstream, clock, context, quirks } = this.#options;
    this.#liveness?.stop();
    const { sessionId } = context;
    if (this.droppedCandidates > 0)
      context.logger.info('candidates were dropped: the server takes none', {
        sessionId,
        candidates: this.droppedCandidates,
      });
    if (upstream.url && !this.#gone) {
      const result = await deleteUpstream(link, upstream.url, clock);
      if (result === 'unsupported') quirks.note('delete-unsupported');
      else if (result !== 'deleted')
        context.logger.warn('the session could not be deleted on the server', {
          sessionId,
          result,
        });
    }
    await this.#options.over(this);
  }
}

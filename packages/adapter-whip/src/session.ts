import {
  type BackendSession,
  type Call,
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
import { type HttpReply, succeeded } from './http/http-message.js';
import { deleteUpstream } from './relay/delete-upstream.js';
import { Liveness } from './relay/liveness.js';
import type { UpstreamSession } from './relay/open-upstream.js';
import type { ProbeChoice } from './relay/probe-choice.js';
import type { QuirkNotes } from './relay/quirk-notes.js';
import { PATCH_REFUSALS, type RefusalTable, refusal } from './relay/refusals.js';
import type { RelayRules } from './relay/relay-rules.js';
import type { UpstreamLink } from './relay/upstream-link.js';
import { readRestartAnswer } from './sdp/restart-answer.js';

export interface RelaySessionOptions {
  readonly upstream: UpstreamSession;
  readonly link: UpstreamLink;
  readonly rules: RelayRules;
  readonly probes: ProbeChoice;
  readonly context: PublishContext;
  readonly quirks: QuirkNotes;
  readonly clock: Clock;
  readonly bundleTag: string;
  /** What a refused token means. */
  readonly tokenRefusals: RefusalTable;
  /** The session was closed, and the server told if it could be. */
  over(session: RelaySession): Promise<void>;
}

/** PATCH answered so: the server takes no fragments (C-21, R-32). */
const NO_PATCH: readonly number[] = [400, 405, 415, 422, 501];

/** One publisher on the upstream server. */
export class RelaySession implements BackendSession {
  readonly answer: string;
  readonly iceServers?: OfferedIceServers;
  readonly #options: RelaySessionOptions;
  readonly #liveness: Liveness | undefined;
  #etag: string | undefined;
  #takesTrickle: boolean;
  #droppedCandidates = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #gone = false;
  #closing: Promise<void> | undefined;

  constructor(options: RelaySessionOptions) {
    const { upstream, link, rules, probes, clock, quirks } = options;
    this.#options = options;
    this.answer = upstream.answer;
    if (upstream.iceServers) this.iceServers = upstream.iceServers;
    this.#etag = upstream.etag;
    this.#takesTrickle = upstream.url !== undefined;
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
    return this.#droppedCandidates;
  }

  addCandidates(fragment: IceFragment, call: Call): Promise<void> {
    return this.#inTurn(() => this.#trickle(fragment), call);
  }

  restartIce(fragment: IceFragment, call: Call): Promise<IceFragment> {
    return this.#inTurn(() => this.#restart(fragment), call);
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

  async #trickle(fragment: IceFragment): Promise<void> {
    const { link, upstream, quirks } = this.#options;
    const { url } = upstream;
    if (!url || !this.#takesTrickle) return this.#drop(fragment);
    const ifMatch = this.#etag === undefined ? {} : { 'If-Match': this.#etag };
    let reply = await link.patch(url, fragment, ifMatch);
    if (reply.status === 412 && this.#etag !== undefined && !this.#options.rules.strictEtags) {
      quirks.note('etag-as-request');
      reply = await link.patch(url, fragment, { ...ifMatch, ETag: this.#etag });
    }
    if (succeeded(reply)) return;
    if (!NO_PATCH.includes(reply.status)) throw this.#refused(reply);
    quirks.note('trickle-refused');
    this.#takesTrickle = false;
    this.#drop(fragment);
  }

  /** S-11: without trickled candidates the client is found by its own checks. S-85 otherwise. */
  #drop({ candidates }: IceFragment): void {
    if (this.#options.rules.onNoTrickle === 'accept') {
      this.#droppedCandidates += candidates.length;
      return;
    }
    const { serverName } = this.#options.rules;
    if (this.#etag === undefined)
      throw new WhipError('method-not-allowed', `${serverName} takes no ICE fragments.`);
    throw new WhipError('trickle-unsupported', `${serverName} takes no trickled candidates.`);
  }

  async #restart(fragment: IceFragment): Promise<IceFragment> {
    const { link, upstream, rules, quirks, bundleTag } = this.#options;
    const { url } = upstream;
    if (!url || this.#etag === undefined) throw this.#cannotRestart();
    let reply = await link.patch(url, fragment, { 'If-Match': '*' });
    if (reply.status === 412 && !rules.strictEtags) {
      quirks.note('quoted-star');
      reply = await link.patch(url, fragment, { 'If-Match': '"*"' });
    }
    if (NO_PATCH.includes(reply.status)) throw this.#cannotRestart();
    if (!succeeded(reply)) throw this.#refused(reply);
    if (reply.body === '') {
      quirks.note('restart-ignored');
      throw this.#cannotRestart();
    }
    const etag = reply.header('etag');
    if (etag === undefined) quirks.note('restart-without-etag');
    else this.#etag = etag;
    const answer = readRestartAnswer(reply.body, bundleTag);
    if (answer) return answer;
    throw new WhipError('backend-failed', `${rules.serverName}’s restart cannot be read.`);
  }

  #cannotRestart(): WhipError {
    const { serverName } = this.#options.rules;
    return new WhipError('restart-unsupported', `${serverName} cannot restart ICE.`);
  }

  #refused(reply: HttpReply): WhipError {
    const { rules, clock, tokenRefusals } = this.#options;
    if (reply.status !== 404 && reply.status !== 410)
      return refusal(reply, rules.serverName, clock.now(), [tokenRefusals, PATCH_REFUSALS]);
    this.#liveness?.stop();
    this.#ended('backend-closed', 'the session is gone on the server');
    return new WhipError('session-ended', 'The session on the media server is over.');
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
    if (this.#droppedCandidates > 0)
      context.logger.info('candidates were dropped: the server takes none', {
        sessionId,
        candidates: this.#droppedCandidates,
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

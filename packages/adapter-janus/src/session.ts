import {
  type BackendSession,
  type Call,
  type CloseReason,
  type IceFragment,
  type SessionStats,
  unlessAborted,
} from '@whipway/core';
import { translated } from './error-map.js';
import { answeredTransport } from './publishing/answer.js';
import { completeAnswer, type OpenedPublisher, offerJsep } from './publishing/open-publisher.js';
import type { PublishingPlan } from './publishing/publishing-plan.js';
import type { StatsSource } from './statistics/stats-source.js';
import { restartOffer, trickleCandidates } from './trickle.js';

/** One publisher on one handle. */
export class JanusSession implements BackendSession {
  readonly answer: string;
  readonly #publisher: OpenedPublisher;
  readonly #plan: PublishingPlan;
  readonly #stats: StatsSource;
  readonly #closed: (session: JanusSession) => void;

  constructor(
    publisher: OpenedPublisher,
    plan: PublishingPlan,
    stats: StatsSource,
    closed: (session: JanusSession) => void,
  ) {
    this.answer = publisher.answer;
    this.#publisher = publisher;
    this.#plan = plan;
    this.#stats = stats;
    this.#closed = closed;
  }

  addCandidates(fragment: IceFragment, call: Call): Promise<void> {
    const candidates = trickleCandidates(fragment);
    if (candidates.length === 0) return Promise.resolve();
    return this.#call(() => this.#publisher.joined.handle.trickle(candidates), call);
  }

  restartIce(fragment: IceFragment, call: Call): Promise<IceFragment> {
    return this.#call(() => this.#restart(fragment), call);
  }

  stats(call: Call): Promise<SessionStats> {
    return this.#call(() => this.#stats.of(this.#publisher.joined), call);
  }

  /** Detaching is the only end: a hang-up leaves the participant, leaving the room its transport. */
  async close(_reason: CloseReason): Promise<void> {
    this.#publisher.events.close();
    this.#closed(this);
    await this.#publisher.joined.handle.detach();
  }

  /** Events were lost while the connection was away: asks for what they may have said. */
  async recheck(): Promise<void> {
    const { joined, events } = this.#publisher;
    if (events.connected && (await this.#plan.stillThere?.(joined)) === false) {
      const detail = 'ended while the connection to Janus was away';
      events.end({ reason: 'backend-closed', detail });
      return;
    }
    const flowing = await this.#stats.flowing(joined);
    if (flowing !== undefined) flowing ? events.media.flows() : events.media.dries();
  }

  async #restart(fragment: IceFragment): Promise<IceFragment> {
    const { joined, events } = this.#publisher;
    const sdp = restartOffer(joined.offer.text, fragment);
    const jsep = offerJsep(sdp, !fragment.endOfCandidates, this.#plan);
    const reply = await joined.handle.message(this.#plan.restart(), jsep);
    const answer = await completeAnswer(reply, events);
    const candidates = trickleCandidates(fragment);
    if (candidates.length > 0) await joined.handle.trickle(candidates);
    return {
      mid: joined.offer.bundleTag,
      ...answeredTransport(answer),
      endOfCandidates: true,
    };
  }

  #call<Value>(work: () => Promise<Value>, call: Call): Promise<Value> {
    return unlessAborted(() => translated(work), call);
  }
}

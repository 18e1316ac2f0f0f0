import { type CheckedOffer, type Clock, type PublishContext, WhipError } from '@whipway/core';
import type { JanusConnection } from '../connection/janus-connection.js';
import type { JanusHandle, PluginReply } from '../connection/janus-handle.js';
import type { Jsep } from '../connection/janus-message.js';
import { JanusRefusal } from '../connection/janus-refusal.js';
import type { Rooms } from '../rooms/rooms.js';
import type { JanusId } from '../settings/room-settings.js';
import { hasCandidates, withCandidates } from './answer.js';
import { PublisherEvents } from './publisher-events.js';
import type { Joined, PublishingPlan } from './publishing-plan.js';
import { refuseDeadSections } from './refuse-dead-sections.js';

/** What publishing needs of the backend. */
export interface Surroundings {
  readonly connection: JanusConnection;
  readonly rooms: Rooms;
  readonly clock: Clock;
}

/** A publisher that Janus answered. */
export interface OpenedPublisher {
  readonly joined: Joined;
  readonly events: PublisherEvents;
  /** Complete, with every candidate. */
  readonly answer: string;
}

/** Gone between two requests, or not yet cleared away: worth one more try on a new handle. */
const PASSING_FAULTS = [458, 459, 471] as const;

/** One POST on its way through Janus. */
export class PublisherOpening {
  readonly #surroundings: Surroundings;
  readonly #plan: PublishingPlan;
  readonly #offer: CheckedOffer;
  readonly #context: PublishContext;
  #handle: JanusHandle | undefined;
  #abandoned = false;

  constructor(
    surroundings: Surroundings,
    plan: PublishingPlan,
    offer: CheckedOffer,
    context: PublishContext,
  ) {
    this.#surroundings = surroundings;
    this.#plan = plan;
    this.#offer = offer;
    this.#context = context;
  }

  /** Takes two tries where that can help. @throws JanusRefusal; WhipError */
  async run(): Promise<OpenedPublisher> {
    try {
      return await this.#attempt();
    } catch (error) {
      if (this.#abandoned || !this.#isPassing(error)) throw error;
      return await this.#attempt();
    }
  }

  /** Nobody waits any more: what Janus has made, and what it still makes, is released. */
  abandon(): void {
    this.#abandoned = true;
    void this.#handle?.detach();
  }

  /** A handle of its own: what a refusal leaves behind on one cannot be cleared otherwise. */
  async #attempt(): Promise<OpenedPublisher> {
    const { connection, rooms, clock } = this.#surroundings;
    const { endpoint, sessionId } = this.#context;
    const { plugin, room: roomPlan } = this.#plan;
    const room = roomPlan && (await rooms.enter(endpoint.id, roomPlan));
    this.#requireWanted();
    const events = new PublisherEvents(this.#plan, this.#context, clock);
    const handle = await connection.attach(plugin, `whip-${sessionId}`, events);
    this.#handle = handle;
    try {
      this.#requireWanted();
      return await this.#join(handle, room, events);
    } catch (error) {
      events.close();
      void handle.detach();
      throw error;
    }
  }

  async #join(
    handle: JanusHandle,
    room: JanusId | undefined,
    events: PublisherEvents,
  ): Promise<OpenedPublisher> {
    const jsep = offerJsep(this.#offer.text, mayTrickle(this.#offer), this.#plan);
    const reply = await handle.message(this.#plan.join(room), jsep);
    this.#requireWanted();
    const joined = { handle, room, offer: this.#offer, data: reply.data };
    await refuseDeadSections(answerOf(reply), joined, this.#plan);
    await this.#plan.afterJoin?.(joined);
    const answer = await completeAnswer(reply, events);
    this.#requireWanted();
    return { joined, events, answer };
  }

  #isPassing(error: unknown): boolean {
    const codes = this.#plan.room?.codes;
    if (codes && JanusRefusal.is(error, this.#plan.plugin, codes.missing))
      return this.#surroundings.rooms.missing(this.#context.endpoint.id);
    return JanusRefusal.is(error, 'core', ...PASSING_FAULTS);
  }

  #requireWanted(): void {
    if (this.#abandoned) throw new WhipError('aborted', 'The request was abandoned.');
  }
}

/** An offer as Janus takes it. */
export function offerJsep(sdp: string, trickle: boolean, { ridOrder }: PublishingPlan): Jsep {
  return { type: 'offer', sdp, trickle, ...(ridOrder ? { rid_order: ridOrder } : {}) };
}

/** Saying so makes Janus notice ten seconds sooner that a client cannot be reached. */
function mayTrickle({ iceOptions, endOfCandidates }: CheckedOffer): boolean {
  return iceOptions.includes('trickle') && !endOfCandidates;
}

/** The answer with every candidate, also of a Janus that sends them afterwards. */
export async function completeAnswer(reply: PluginReply, events: PublisherEvents): Promise<string> {
  const answer = answerOf(reply);
  return hasCandidates(answer) ? answer : withCandidates(answer, await events.trickled.gathered());
}

function answerOf({ jsep }: PluginReply): string {
  if (jsep?.type === 'answer') return jsep.sdp;
  throw new WhipError('backend-failed', 'Janus took the offer but gave no answer.');
}

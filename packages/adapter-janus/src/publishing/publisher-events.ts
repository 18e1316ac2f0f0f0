import type { Clock, Logger, MediaReports } from '@whipway/core';
import type { HandleEvents, HandleLoss } from '../connection/janus-handle.js';
import type { JanusMessage } from '../connection/janus-message.js';
import { hangUp } from './hang-up.js';
import { MediaWatch } from './media-watch.js';
import type { Ending, PublishingPlan } from './publishing-plan.js';
import { TrickledCandidates } from './trickled-candidates.js';

/** What a publisher's handle tells, made into reports. An end is held until the POST is answered. */
export class PublisherEvents implements HandleEvents {
  readonly media: MediaWatch;
  readonly trickled: TrickledCandidates;
  readonly #plan: PublishingPlan;
  readonly #reports: MediaReports;
  readonly #logger: Logger;
  readonly #sessionId: string;
  #opened = false;
  #ending: Ending | undefined;
  #closed = false;
  /** True once the PeerConnection was up; a restart brings no second `webrtcup`. */
  connected = false;

  constructor(plan: PublishingPlan, { reports, logger, sessionId }: EventsContext, clock: Clock) {
    this.#plan = plan;
    this.#reports = reports;
    this.#logger = logger;
    this.#sessionId = sessionId;
    this.media = new MediaWatch(clock, reports);
    this.trickled = new TrickledCandidates(clock);
  }

  event(message: JanusMessage): void {
    if (!this.#closed) this.#take[message.janus]?.(message);
  }

  lost(loss: HandleLoss): void {
    this.end(loss);
  }

  /** Says that the session is over, once. */
  end(ending: Ending): void {
    if (this.#closed || this.#ending) return;
    this.#ending = ending;
    if (this.#opened) this.#report(ending);
  }

  /** The POST is answered: an end that came in the meantime is told. */
  opened(): void {
    this.#opened = true;
    if (this.#ending && !this.#closed) this.#report(this.#ending);
  }

  /** Tells nothing any more. */
  close(): void {
    this.#closed = true;
    this.media.stop();
  }

  readonly #take: Readonly<Record<string, (message: JanusMessage) => void>> = {
    media: (message) => this.media.event(message),
    trickle: (message) => this.trickled.event(message),
    webrtcup: () => {
      this.connected = true;
    },
    hangup: ({ reason }) => this.end(hangUp(reason)),
    slowlink: ({ mid, uplink, lost }) => {
      this.#log('slow link', { mid, uplink, lost });
      this.#reports.slowLink?.(lost ?? 0);
    },
    // 1.4.1 with consent freshness: a hangup follows.
    'ice-failed': () => this.#log('ICE failed', {}),
    event: ({ plugindata }) => {
      const ending = plugindata && this.#plan.ending(plugindata.data);
      if (ending) this.end(ending);
    },
  };

  #report({ reason, detail }: Ending): void {
    this.media.stop();
    this.#reports.hungUp(reason, detail);
  }

  #log(message: string, fields: Readonly<Record<string, unknown>>): void {
    this.#logger.info(`Janus: ${message}`, { sessionId: this.#sessionId, ...fields });
  }
}

export interface EventsContext {
  readonly reports: MediaReports;
  readonly logger: Logger;
  readonly sessionId: string;
}

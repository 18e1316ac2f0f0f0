import assert from 'node:assert/strict';
import {
  type BackendEndpoint,
  type BackendSession,
  type Call,
  type CheckedOffer,
  can,
  NEVER_ABORTED,
  type PublishContext,
} from '@whipway/core';
import type { Player, Publisher } from './far-side.js';
import { type Limit, limited } from './limited.js';
import { ReportLog } from './report-log.js';
import { checked, publishOffer } from './sample-offers.js';
import type { BoundFarSide, BoundSwitch, Scene } from './scene.js';
import { Waiting } from './waiting.js';

/** A session that is open, with what the kit knows of it. */
export interface Opened {
  readonly offer: CheckedOffer;
  readonly session: BackendSession;
  readonly context: PublishContext;
  readonly reports: ReportLog;
}

/** A session with a client behind it, connected. */
export interface Published extends Opened {
  readonly publisher: Publisher;
}

/** A viewer's session with a player behind it, connected. */
export interface Watched extends Opened {
  readonly player: Player;
}

type FaultName = 'outage' | 'stall' | 'restartRefusal';

/** No deadline but the kit's own patience. */
export const CALL: Call = { signal: NEVER_ABORTED };

/** What the test of one promise stands on: the scene, and the moves that most tests begin with. */
export class Stage {
  readonly scene: Scene;
  readonly waiting: Waiting;
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #faults = new Set<FaultName>();
  #sessions = 0;

  constructor(scene: Scene) {
    this.scene = scene;
    this.waiting = new Waiting(scene.clock);
  }

  /** A context of its own for a session: fresh id, fresh report log. */
  context(endpoint: BackendEndpoint = this.endpoint()): PublishContext & { reports: ReportLog } {
    this.#sessions += 1;
    return {
      sessionId: `kit-session-${this.#sessions}`,
      endpoint,
      reports: new ReportLog(this.scene.clock),
      logger: this.scene.logger,
    };
  }

  endpoint(id = `kit-${this.#sessions + 1}`): BackendEndpoint {
    return { id, settings: this.scene.endpointSettings };
  }

  /** Opens a session. Default: the kit's publish offer on an endpoint of its own. */
  async open(
    offer: CheckedOffer = checked(publishOffer()),
    endpoint?: BackendEndpoint,
  ): Promise<Opened> {
    const context = this.context(endpoint);
    const session = await this.soon(this.scene.backend.open(offer, context, CALL), '`open`');
    return { offer, session, context, reports: context.reports };
  }

  /** A client publishes: offer, answer, transport up, no RTP yet. */
  async publish(): Promise<Published> {
    const publisher = limited(await this.#farSide.publisher(), 'publisher', this.soon);
    this.atEnd(() => publisher.close());
    const opened = await this.open(checked(publisher.offer));
    await publisher.connect(opened.session);
    return { ...opened, publisher };
  }

  /** A client publishes and sends, and was heard where the backend can hear. */
  async onAir(): Promise<Published> {
    const published = await this.publish();
    await published.publisher.sendMedia();
    if (can(this.scene.capabilities.mediaReports)) {
      const { reports } = published;
      await this.eventually(() => reports.of('mediaUp').length > 0, '`mediaUp`');
    }
    return published;
  }

  /** A client that waits to be connected by the test itself. */
  async player(): Promise<Player> {
    const player = limited(await this.#farSide.player(), 'player', this.soon);
    this.atEnd(() => player.close());
    return player;
  }

  get #farSide(): BoundFarSide {
    assert(this.scene.farSide, 'this test needs a far side');
    return limited(this.scene.farSide, 'farSide', this.soon);
  }

  /** Begins a fault, where the subject can play it. It ends with the test at the latest. */
  async begin(fault: FaultName): Promise<void> {
    this.#faults.add(fault);
    this.atEnd(() => this.end(fault));
    await this.#lever(fault)?.begin();
  }

  async end(fault: FaultName): Promise<void> {
    if (!this.#faults.delete(fault)) return;
    await this.#lever(fault)?.end();
  }

  #lever(fault: FaultName): BoundSwitch | undefined {
    const lever = this.scene[fault];
    return lever && limited(lever, fault, this.soon);
  }

  /** Runs when the test is over, in reverse order; failures there are not the backend's. */
  atEnd(closer: () => Promise<void>): void {
    this.#closers.push(closer);
  }

  async clear(): Promise<void> {
    for (const closer of this.#closers.reverse()) await closer().catch(() => {});
    await this.soon(this.scene.dispose(), 'the suite’s `dispose`');
  }

  /** What `promise` gives, within the subject's patience. */
  readonly soon: Limit = (promise, what) =>
    this.waiting.within(promise, this.scene.timing.patience, what);

  eventually(check: () => boolean | Promise<boolean>, what: string): Promise<void> {
    return this.waiting.eventually(check, this.scene.timing.patience, what);
  }

  /** Long enough to be sure that nothing comes. */
  quiet(): Promise<void> {
    return this.waiting.pause(this.scene.timing.quiet);
  }

  /** Everything the media server made is released again. */
  async nothingHeld(): Promise<void> {
    let held = 0;
    await this.eventually(async () => {
      held = await this.scene.heldSessions();
      return held === 0;
    }, 'the media server holds no session').catch((cause: unknown) => {
      throw new Error(`the media server still holds ${held} session(s)`, { cause });
    });
  }

  /** The session was neither given up nor released behind the client's back. */
  async goesOn(opened: Opened): Promise<void> {
    await this.quiet();
    assert.equal(opened.reports.of('hungUp').length, 0, `reported: ${opened.reports}`);
    assert.ok((await this.scene.heldSessions()) > 0, 'the media server still holds the session');
  }
}

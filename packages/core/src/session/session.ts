import type { CloseReason } from '../close-reasons.js';
import { WhipError } from '../errors/whip-error.js';
import type { IceFragment } from '../fragment/ice-fragment.js';
import { printFragment } from '../fragment/print-fragment.js';
import type { PatchResult, SessionSnapshot } from '../gateway/gateway-types.js';
import { timeout } from './backend-call.js';
import { BackendSide } from './backend-side.js';
import { type ClientIce, clientIceOf } from './client-ice.js';
import { ClientSide } from './client-side.js';
import { decide, type MachineSnapshot } from './decide.js';
import { IceGenerations } from './ice-generations.js';
import { MediaReportGate } from './media-report-gate.js';
import { refusalFor } from './refusals.js';
import { closeReasonOf, type SessionEvent } from './session-event.js';
import type { SessionOpening, SessionOptions } from './session-options.js';
import type { SessionState } from './session-state.js';
import { SessionTimers } from './session-timers.js';
import type { Effect } from './transition-table.js';

/** Characters of a random id that tell the sessions in a log apart. */
const LABEL_LENGTH = 12;

/**
 * Runs one session: every event goes through {@link dispatch}, which looks the decision up and
 * performs its effects at once. Nothing in here waits; whatever takes time comes back as an event.
 */
export class Session {
  readonly id: string;
  /** For logs and media servers: tells nothing about the session's URL. */
  readonly label: string;
  readonly options: SessionOptions;
  readonly client = new ClientSide();
  readonly backend: BackendSide;
  readonly #timers: SessionTimers;
  readonly #gate: MediaReportGate;
  readonly #openedAt: number;
  #machine: MachineSnapshot = { state: 'new', restart: 'none', restarts: 0 };
  #ice: ClientIce;
  #generations: IceGenerations;
  #restarting: IceFragment | undefined;
  #connectedAt: number | undefined;
  #closeReason: CloseReason | undefined;
  #released = false;

  constructor(id: string, opening: SessionOpening, options: SessionOptions) {
    this.id = id;
    this.label = options.ports.ids.random().slice(0, LABEL_LENGTH);
    this.options = options;
    this.#openedAt = options.ports.clock.now();
    this.#ice = clientIceOf(opening.offer);
    this.#generations = new IceGenerations(this.#ice, this.#newTag());
    const dispatch = (event: SessionEvent) => void this.dispatch(event);
    this.#timers = new SessionTimers(options.ports.clock, options.timers, (name) =>
      dispatch({ name }),
    );
    this.#gate = new MediaReportGate(dispatch, {
      slowLink: (packetsLost) => this.#slowLink(packetsLost),
      note: (topic, text) => this.#note(topic, text),
    });
    this.backend = new BackendSide(this.label, opening, options, this.#gate, dispatch);
    void this.backend.released.promise.then(() => {
      this.#released = true;
    });
  }

  get state(): SessionState {
    return this.#machine.state;
  }

  get generations(): IceGenerations {
    return this.#generations;
  }

  /** The client's mids and tagged mid, for reading its fragments. */
  get clientIce(): ClientIce {
    return this.#ice;
  }

  get snapshot(): SessionSnapshot {
    const { kind, endpointId, mediaReports, client } = this.options;
    return {
      id: this.id,
      label: this.label,
      endpointId,
      kind,
      state: this.#machine.state,
      restart: this.#machine.restart,
      generation: this.#generations.number,
      unconfirmed: !mediaReports && this.#machine.state === 'connected',
      openedAt: this.#openedAt,
      ...(this.#connectedAt === undefined ? {} : { connectedAt: this.#connectedAt }),
      ...(this.#closeReason === undefined ? {} : { closeReason: this.#closeReason }),
      ...(client === undefined ? {} : { client }),
    };
  }

  /** The one door. @returns false when no row fits: a late or misplaced event; nothing happened. */
  dispatch(event: SessionEvent): boolean {
    const from = this.#machine.state;
    const { next, effects, allowed } = decide(this.#machine, event);
    if (!allowed) {
      this.options.ports.logger.debug('late event ignored', {
        session: this.label,
        on: event.name,
      });
      return false;
    }
    this.#machine = next;
    if (next.state === 'closed' && from !== 'closed') this.#close(closeReasonOf(event));
    if (next.state === 'connected') this.#connectedAt ??= this.options.ports.clock.now();
    // Before the effects: one of them may bring the next event, and what is told keeps its order.
    if (next.state !== from) this.#announce(from, event);
    for (const effect of effects) this.#perform[effect](event);
    if (effects.includes('reply-opened')) this.#gate.open();
    return true;
  }

  /** Asks for a restart and waits for its outcome. */
  restart(fragment: IceFragment): Promise<PatchResult> {
    const outcome = this.client.beginRestart();
    if (!this.dispatch({ name: 'restart', fragment }))
      this.client.refuseRestart(new WhipError('session-not-found', 'The session is not open.'));
    return outcome;
  }

  readonly #perform: Record<Effect, (event: SessionEvent) => void> = {
    'open-backend': () => this.backend.open(),
    'complete-backend': (event) => this.#complete(event),
    'restart-backend': (event) => this.#startRestart(event),
    'abort-calls': () => this.backend.abortCalls(this.#refusal()),
    'abort-restart': () => this.backend.abortRestart(timeout(this.options.timers.restart)),
    'release-backend': () => this.backend.release(this.#closeReason ?? 'not-opened'),
    'reply-opened': () => this.#replyOpened(),
    'reply-counter-offer': (event) => this.#replyCounterOffer(event),
    'reply-refused': (event) => this.client.refuseAll(this.#refusal(event)),
    'reply-restarted': (event) => this.#replyRestarted(event),
    'reply-restart-refused': (event) =>
      this.client.refuseRestart(
        'error' in event ? event.error : timeout(this.options.timers.restart),
      ),
    'arm-open': () => this.#timers.arm('open'),
    'arm-connect': () => this.#timers.arm('connect'),
    'arm-media-lost': () => this.#timers.arm('mediaLost'),
    'arm-restart': () => this.#timers.arm('restart'),
    'arm-lifetime': () => this.#timers.arm('lifetime'),
    'disarm-open': () => this.#timers.disarm('open'),
    'disarm-connect': () => this.#timers.disarm('connect'),
    'disarm-media-lost': () => this.#timers.disarm('mediaLost'),
    'disarm-restart': () => this.#timers.disarm('restart'),
    'disarm-all': () => this.#timers.disarmAll(),
  };

  #close(reason: CloseReason): void {
    this.#closeReason = reason;
    this.options.closed(reason);
  }

  #slowLink(packetsLost: number): void {
    if (this.#machine.state === 'closed') return;
    this.options.announce({ type: 'session-slow-link', session: this.snapshot, packetsLost });
  }

  /** Also while the backend lets go of the session: how that went may be worth a note. */
  #note(topic: string, text: string): void {
    if (this.#released) return;
    this.options.announce({ type: 'session-noted', session: this.snapshot, topic, text });
  }

  #complete(event: SessionEvent): void {
    if (event.name !== 'client-answer') return;
    this.#ice = event.ice;
    this.#generations = new IceGenerations(this.#ice, this.#newTag());
    this.backend.complete(event.answer);
  }

  #startRestart(event: SessionEvent): void {
    if (event.name !== 'restart') return;
    this.#restarting = event.fragment;
    this.backend.restart(event.fragment, this.#machine.restarts);
  }

  #replyOpened(): void {
    const answer = this.backend.accepted?.text ?? '';
    const iceServers = this.backend.session?.iceServers;
    for (const rule of this.backend.accepted?.missed ?? [])
      this.options.announce({ type: 'answer-rule-missed', session: this.snapshot, rule });
    this.client.replyOpened({
      kind: 'opened',
      sessionId: this.id,
      answer,
      etag: this.#generations.tag,
      ...(iceServers === undefined ? {} : { iceServers }),
    });
  }

  #replyCounterOffer(event: SessionEvent): void {
    if (event.name !== 'counter-offered') return;
    const { counterOffer } = event.counterOffer;
    this.client.replyOpened({ kind: 'counter-offered', sessionId: this.id, counterOffer });
  }

  #replyRestarted(event: SessionEvent): void {
    const frame = this.backend.accepted?.frame;
    if (event.name !== 'restarted' || !this.#restarting || !frame) return;
    this.#generations.advance(this.#restarting, this.#newTag());
    const fragment = printFragment(event.fragment, frame);
    this.client.replyRestarted({ kind: 'restarted', fragment, etag: this.#generations.tag });
    this.options.announce({ type: 'session-restarted', session: this.snapshot });
  }

  #refusal(event?: SessionEvent): WhipError {
    if (event && 'error' in event) return event.error;
    if (event?.name === 'open-deadline') return timeout(this.options.timers.open);
    return refusalFor(this.#closeReason ?? 'not-opened');
  }

  #announce(from: SessionState, event: SessionEvent): void {
    const session = this.snapshot;
    this.options.announce({ type: 'session-state', session, from });
    if (!session.closeReason) return;
    const detail = 'detail' in event ? event.detail : undefined;
    this.options.announce({
      type: 'session-closed',
      session,
      reason: session.closeReason,
      ...(detail === undefined ? {} : { detail }),
    });
  }

  #newTag(): string {
    return `"${this.options.ports.ids.random()}"`;
  }
}

import {
  type AbortSignalLike,
  type Clock,
  type IceCandidate,
  type IceCredentials,
  unlessAborted,
  WhipError,
} from '@whipway/core';
import { IceGeneration } from './ice-generation.js';
import type { NetworkSettings } from './network-settings.js';

/** What is still under way to the old sockets after a restart gets this long, milliseconds. */
const OLD_GENERATION_GRACE = 3000;
/** A restart without a nominated pair is given up after this long, milliseconds. */
const RESTART_DEADLINE = 15_000;

/**
 * The ICE transport of a session across restarts. A restart makes a second generation beside the
 * running one, which goes on until the new one has a nominated pair (S-93, S-95a).
 */
export class IceLink {
  onDatagram: (data: Buffer) => void = () => {};
  /** The first pair of the session was nominated. */
  onConnected: () => void = () => {};
  /** Consent has expired, and no restart came to the rescue. */
  onFailed: () => void = () => {};
  readonly #network: NetworkSettings;
  readonly #clock: Clock;
  #current: IceGeneration;
  #next: IceGeneration | undefined;
  #cancelDeadline: () => void = () => {};
  #currentFailed = false;
  readonly #retiring = new Map<IceGeneration, () => void>();
  #closed = false;

  constructor(first: IceGeneration, network: NetworkSettings, clock: Clock) {
    this.#current = first;
    this.#network = network;
    this.#clock = clock;
    first.onDatagram = (data) => this.onDatagram(data);
    first.onConnected = () => this.onConnected();
    first.onFailed = () => this.#failed(first);
  }

  get current(): IceGeneration {
    return this.#current;
  }

  start(remote: IceCredentials, candidates: readonly IceCandidate[]): void {
    this.#current.start(remote);
    this.#current.addCandidates(candidates);
  }

  addCandidates(ufrag: string, candidates: readonly IceCandidate[]): void {
    const generations = [this.#next, this.#current];
    const generation = generations.find((known) => known?.remoteUfrag === ufrag) ?? this.#current;
    generation.addCandidates(candidates);
  }

  /**
   * Makes a new generation for the client's new credentials and begins to check it.
   *
   * @throws WhipError `aborted`, `session-ended`, or `backend-unavailable` without a free port; nothing
   *   has changed
   */
  async restart(
    remote: IceCredentials,
    candidates: readonly IceCandidate[],
    signal: AbortSignalLike,
  ): Promise<IceGeneration> {
    const late = (generation: IceGeneration): void => void generation.close();
    const next = await unlessAborted(() => IceGeneration.open(this.#network), { signal }, { late });
    if (this.#closed) {
      await next.close();
      throw new WhipError('session-ended', 'The session has ended.');
    }
    this.#forgetNext();
    this.#next = next;
    this.#cancelDeadline = this.#clock.after(RESTART_DEADLINE, () => this.#failed(next));
    next.onDatagram = (data) => this.onDatagram(data);
    next.onConnected = () => this.#promote(next);
    next.onFailed = () => this.#failed(next);
    next.start(remote);
    next.addCandidates(candidates);
    return next;
  }

  get hasPath(): boolean {
    return this.#current.hasPath;
  }

  send(data: Buffer): boolean {
    return this.#current.send(data);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelDeadline();
    const generations = [this.#current, this.#next, ...this.#retiring.keys()];
    for (const cancel of this.#retiring.values()) cancel();
    this.#retiring.clear();
    await Promise.all(generations.map((generation) => generation?.close()));
  }

  #promote(next: IceGeneration): void {
    if (this.#next !== next) return;
    const old = this.#current;
    this.#current = next;
    this.#currentFailed = false;
    this.#next = undefined;
    this.#cancelDeadline();
    const cancel = this.#clock.after(OLD_GENERATION_GRACE, () => {
      this.#retiring.delete(old);
      void old.close();
    });
    this.#retiring.set(old, cancel);
    this.onConnected();
  }

  #failed(generation: IceGeneration): void {
    if (generation === this.#current) this.#currentFailed = true;
    else if (generation === this.#next) this.#forgetNext();
    else return;
    if (this.#currentFailed && !this.#next) this.onFailed();
  }

  #forgetNext(): void {
    this.#cancelDeadline();
    void this.#next?.close();
    this.#next = undefined;
  }
}

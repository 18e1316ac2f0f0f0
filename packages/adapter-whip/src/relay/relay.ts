import {
  type Call,
  type CheckedOffer,
  type Clock,
  type PublishContext,
  throwIfAborted,
  unlessAborted,
  WhipError,
} from '@whipway/core';
import type { HttpClient } from '../http/http-client.js';
import { RelaySession } from '../session.js';
import { openUpstream } from './open-upstream.js';
import { ProbeChoice } from './probe-choice.js';
import { QuirkNotes } from './quirk-notes.js';
import { refusedToken, type TokenOwner } from './refusals.js';
import type { RelayRules } from './relay-rules.js';
import { UpstreamLink } from './upstream-link.js';

/** Where one session goes. */
export interface RelayTarget {
  readonly url: string;
  readonly token?: string | undefined;
  /** Who hears of it when the server does not accept the token. Default: the gateway. */
  readonly tokenOf?: TokenOwner;
  /** Called once, when nothing of the session is left on the server, or nothing came to be. */
  released?(): Promise<void>;
}

/** Longest wait for a reply, milliseconds, while a probe method is found and a client waits. */
const CHOICE_TIMEOUT = 500;

/** Milliseconds that requests may still take when everything is closed. */
const CLOSE_PATIENCE = 3_000;

/** Sessions on another WHIP server, for adapters to build on. */
export class Relay {
  readonly #http: HttpClient;
  readonly #rules: RelayRules;
  readonly #clock: Clock;
  readonly #probes: ProbeChoice;
  readonly #sessions = new Set<RelaySession>();
  readonly #pending = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(http: HttpClient, rules: RelayRules, clock: Clock) {
    this.#http = http;
    this.#rules = rules;
    this.#clock = clock;
    this.#probes = new ProbeChoice(rules.probe.method);
  }

  /**
   * Opens a session on the server. Rejects at once when the signal fires; what the server still
   * makes is deleted then.
   *
   * @param prepare finds out where to; it is not called after the signal fired
   * @throws WhipError
   */
  open(
    offer: CheckedOffer,
    context: PublishContext,
    call: Call,
    prepare: () => Promise<RelayTarget>,
  ): Promise<RelaySession> {
    const work = () => {
      const opening = this.#open(offer, context, call, prepare);
      this.#pending.add(opening);
      const settled = () => this.#pending.delete(opening);
      opening.then(settled, settled);
      return opening;
    };
    return unlessAborted(work, call, { late: (session) => void session.close('not-opened') });
  }

  /** The sessions that are open. */
  get sessions(): readonly RelaySession[] {
    return [...this.#sessions];
  }

  /** @throws WhipError `backend-unavailable`, `backend-timeout` when nobody answers there */
  health(url: string, call: Call): Promise<void> {
    return unlessAborted(async () => {
      this.#requireOpen();
      const home = new URL(url);
      const { headers } = this.#rules;
      const { status } = await this.#http.send({ method: 'OPTIONS', url: home, home, headers });
      if (status >= 500)
        throw new WhipError(
          'backend-unavailable',
          `${this.#rules.serverName} answers with status ${status}.`,
        );
    }, call);
  }

  /** Deletes every session. The HTTP client belongs to the caller. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #open(
    offer: CheckedOffer,
    context: PublishContext,
    { signal }: Call,
    prepare: () => Promise<RelayTarget>,
  ): Promise<RelaySession> {
    this.#requireOpen();
    const target = await prepare();
    const released = async () => target.released?.().catch(() => {});
    try {
      throwIfAborted(signal);
      const session = await this.#post(offer, context, target, released);
      if (!this.#closing) return session;
      await session.close('shutdown');
    } catch (error) {
      await released();
      throw error;
    }
    throw shuttingDown();
  }

  async #post(
    offer: CheckedOffer,
    context: PublishContext,
    { url, token, tokenOf = 'gateway' }: RelayTarget,
    released: () => Promise<void>,
  ): Promise<RelaySession> {
    const quirks = new QuirkNotes(context);
    const home = new URL(url);
    const tokenRefusals = refusedToken(tokenOf, token);
    const request = {
      offer,
      home,
      token,
      tokenRefusals,
      now: this.#clock.now(),
      note: quirks.note,
    };
    const upstream = await openUpstream(this.#http, this.#rules, request);
    const { headers } = this.#rules;
    const link = new UpstreamLink(this.#http, offer, { home, token, headers });
    // For a server’s first session only, and before its client has an answer: it cannot be over by then.
    if (upstream.url)
      await this.#probes.of({ link, url: upstream.url, fresh: true, timeout: CHOICE_TIMEOUT });
    const session = new RelaySession({
      upstream,
      link,
      rules: this.#rules,
      probes: this.#probes,
      context,
      quirks,
      clock: this.#clock,
      offer,
      tokenRefusals,
      over: async (closed) => {
        this.#sessions.delete(closed);
        await released();
      },
    });
    this.#sessions.add(session);
    return session;
  }

  async #close(): Promise<void> {
    const closing = [...this.#sessions].map((session) => session.close('shutdown'));
    let cancel = () => {};
    const patience = new Promise<void>((resolve) => {
      cancel = this.#clock.after(CLOSE_PATIENCE, resolve);
    });
    await Promise.race([Promise.allSettled([...closing, ...this.#pending]), patience]);
    cancel();
  }

  #requireOpen(): void {
    if (this.#closing) throw shuttingDown();
  }
}

function shuttingDown(): WhipError {
  return new WhipError('shutting-down', 'The media backend is closed.');
}

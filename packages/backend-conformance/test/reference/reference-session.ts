import type {
  BackendSession,
  Call,
  CheckedOffer,
  CloseReason,
  HangUpReason,
  IceFragment,
  PublishContext,
  SessionStats,
} from '@whipway/core';
import { unlessAborted, WhipError } from '@whipway/core';
import { hostCandidate } from '../../src/sample-fragments.js';
import { type MediaServer, ServerRefusal } from './media-server.js';
import { answerFor } from './reference-answer.js';
import type { ReferenceBackend } from './reference-backend.js';
import type { ServerSession, ServerSessionEvents } from './server-session.js';

/** One session of the reference adapter: what it may say is decided here, in one place. */
export class ReferenceSession implements BackendSession {
  readonly answer: string;
  closed = false;
  readonly #backend: ReferenceBackend;
  readonly #offer: CheckedOffer;
  readonly #transport: ServerSession;
  #ended: Promise<void> | undefined;

  private constructor(backend: ReferenceBackend, offer: CheckedOffer, transport: ServerSession) {
    this.#backend = backend;
    this.#offer = offer;
    this.#transport = transport;
    this.answer = answerFor(offer, transport.local);
  }

  static async start(
    backend: ReferenceBackend,
    offer: CheckedOffer,
    { reports }: PublishContext,
  ): Promise<ReferenceSession> {
    let session: ReferenceSession | undefined;
    const unless = (say: () => void) => () => {
      if (!session?.closed) say();
    };
    const hangUp = (reason: HangUpReason) => unless(() => reports.hungUp(reason));
    const events: ServerSessionEvents = {
      mediaUp: unless(() => reports.mediaUp()),
      mediaDown: unless(() => reports.mediaDown()),
      peerClosed: hangUp('peer-closed'),
      serverGone: hangUp('backend-lost'),
    };
    const kinds = new Map(offer.media.map(({ mid, kind }) => [mid, kind]));
    session = await backend.ask(
      (server) => new ReferenceSession(backend, offer, server.openSession(kinds, events)),
    );
    return session;
  }

  addViewer(viewer: ReferenceSession): void {
    this.#transport.viewers.add(viewer.#transport);
  }

  async addCandidates(_fragment: IceFragment, call: Call): Promise<void> {
    await unlessAborted(() => this.#ask(() => undefined), call);
  }

  async restartIce(_fragment: IceFragment, call: Call): Promise<IceFragment> {
    const start = () =>
      this.#ask((server) => {
        if (server.refusesRestarts) throw new ServerRefusal('no restart today');
        return this.#transport.restart();
      });
    const credentials = await unlessAborted(start, call);
    const mid = this.#offer.bundleTag;
    return { mid, ...credentials, candidates: [hostCandidate()], endOfCandidates: true };
  }

  async stats(call: Call): Promise<SessionStats> {
    const tracks = await unlessAborted(() => this.#ask(() => this.#transport.tracks), call);
    return {
      transport: 'udp',
      tracks: tracks.map(({ kind, mid, packets }) => ({
        kind,
        mid,
        packets,
        bytes: packets * 100,
      })),
    };
  }

  close(_reason: CloseReason): Promise<void> {
    this.closed = true;
    this.#backend.forget(this);
    this.#ended ??= this.#backend
      .ask((server) => server.closeSession(this.#transport.id))
      .catch(() => {});
    return this.#ended;
  }

  #ask<Value>(work: (server: MediaServer) => Value): Promise<Value> {
    if (this.closed)
      return Promise.reject(new WhipError('session-ended', 'The session is closed.'));
    return this.#backend.ask(work);
  }
}

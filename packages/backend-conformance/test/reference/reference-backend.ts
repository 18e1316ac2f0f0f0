import {
  type BackendCapabilities,
  type BackendEndpoint,
  type BackendSession,
  type Call,
  type CheckedOffer,
  type MediaBackend,
  type Playback,
  type Publication,
  type PublishContext,
  unlessAborted,
  WhipError,
} from '@whipway/core';
import { type MediaServer, ServerAway, ServerRefusal } from './media-server.js';
import { ReferenceSession } from './reference-session.js';

export const REFERENCE_CAPABILITIES: BackendCapabilities = {
  trickle: 'yes',
  restart: 'yes',
  mediaReports: 'yes',
  liveness: 'yes',
  simulcast: 'yes',
  playback: 'yes',
  stats: 'yes',
  codecs: { audio: ['opus'], video: ['vp8', 'h264'] },
};

/** An honest adapter of the media server in memory. */
export class ReferenceBackend implements MediaBackend {
  readonly name = 'reference';
  readonly capabilities = REFERENCE_CAPABILITIES;
  readonly playback: Playback;
  readonly #server: MediaServer;
  readonly #sessions = new Set<ReferenceSession>();

  constructor(server: MediaServer) {
    this.#server = server;
    this.playback = {
      open: (offer, publication, context, call) => this.#watch(offer, publication, context, call),
    };
  }

  async open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession> {
    requireCodec(offer);
    context.logger.info('opens a session', { session: context.sessionId });
    return this.#start(offer, context, call);
  }

  async openEndpoint(_endpoint: BackendEndpoint, call: Call): Promise<void> {
    await unlessAborted(() => this.ask(() => undefined), call);
  }

  async closeEndpoint(_endpoint: BackendEndpoint, call: Call): Promise<void> {
    await unlessAborted(() => this.ask(() => undefined), call);
  }

  async health(call: Call): Promise<void> {
    await unlessAborted(() => this.ask(() => undefined), call);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close('shutdown')));
  }

  /** One request to the server, with its errors in our words. */
  ask<Value>(work: (server: MediaServer) => Value): Promise<Value> {
    return this.#server
      .request(() => work(this.#server))
      .catch((cause: unknown) => {
        throw inOurWords(cause);
      });
  }

  forget(session: ReferenceSession): void {
    this.#sessions.delete(session);
  }

  async #watch(
    offer: CheckedOffer,
    { session: published }: Publication,
    context: PublishContext,
    call: Call,
  ): Promise<BackendSession> {
    const source = published instanceof ReferenceSession ? published : undefined;
    if (!source || source.closed) {
      throw new WhipError('nothing-published', 'The publisher has left.');
    }
    const viewer = await this.#start(offer, context, call);
    source.addViewer(viewer);
    return viewer;
  }

  #start(offer: CheckedOffer, context: PublishContext, call: Call): Promise<ReferenceSession> {
    const start = () => ReferenceSession.start(this, offer, context);
    const late = (session: ReferenceSession) => void session.close('not-opened');
    return unlessAborted(start, call, { late }).then((session) => {
      this.#sessions.add(session);
      return session;
    });
  }
}

function requireCodec({ media }: CheckedOffer): void {
  const { audio = [], video = [] } = REFERENCE_CAPABILITIES.codecs ?? {};
  for (const { kind, codecs } of media) {
    const known: readonly string[] = kind === 'audio' ? audio : video;
    if (codecs.some(({ name }) => known.includes(name))) continue;
    throw new WhipError('codec-unsupported', `Send ${known.join(' or ')}.`);
  }
}

function inOurWords(cause: unknown): WhipError {
  if (cause instanceof ServerAway) {
    return new WhipError('backend-unavailable', 'The media server cannot be reached.', { cause });
  }
  if (cause instanceof ServerRefusal) {
    return new WhipError('backend-refused', 'The media server refused.', { cause });
  }
  return WhipError.from(cause, 'backend-failed');
}

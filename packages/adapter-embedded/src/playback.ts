import {
  type BackendSession,
  type Call,
  type CheckedOffer,
  type Playback,
  type Publication,
  type PublishContext,
  unlessAborted,
  WhipError,
} from '@whipway/core';
import type { OpenSessions } from './open-sessions.js';
import { agreeOnWatching } from './sdp/agree-on-watching.js';
import { PublisherSession } from './session.js';
import { MediaTransport, type TransportOptions } from './transport/media-transport.js';
import { ViewerSession } from './watch/viewer-session.js';

/** WHEP: viewers of this backend's publishers, without limit and without transcoding. */
export class EmbeddedPlayback implements Playback {
  readonly #transports: () => Promise<TransportOptions>;
  readonly #sessions: OpenSessions;

  constructor(transports: () => Promise<TransportOptions>, sessions: OpenSessions) {
    this.#transports = transports;
    this.#sessions = sessions;
  }

  /** @throws WhipError `codec-unsupported`, `nothing-published`, `aborted`, `backend-unavailable` */
  async open(
    offer: CheckedOffer,
    { session: publisher }: Publication,
    context: PublishContext,
    { signal }: Call,
  ): Promise<BackendSession> {
    const options = await unlessAborted(this.#transports, { signal });
    if (!(publisher instanceof PublisherSession) || publisher.closed)
      throw new WhipError('nothing-published', 'What was published here has ended.');
    const published = publisher.tracks.map(({ agreed }) => agreed);
    const watched = agreeOnWatching(offer, published);
    const transport = await MediaTransport.open(offer, options, signal);
    const { clock } = options;
    const common = { offer, watched, publisher, transport, context, clock };
    return this.#sessions.keep((over) => new ViewerSession({ ...common, over }));
  }
}

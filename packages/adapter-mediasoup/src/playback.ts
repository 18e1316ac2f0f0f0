import {
  type BackendSession,
  type Call,
  type CheckedOffer,
  type Playback,
  type Publication,
  type PublishContext,
  WhipError,
} from '@whipway/core';
import { abortable } from './call.js';
import { mapViewer } from './sdp/map-viewer.js';
import { PublishedSession } from './session.js';
import type { MediasoupEndpointSettings } from './settings.js';
import type { ViewerRouters } from './watch/viewer-routers.js';
import { ViewerSession } from './watch/viewer-session.js';

/** What playback needs of the backend. */
export interface PlaybackOptions {
  readonly endpointSettings: (settings: unknown) => MediasoupEndpointSettings;
  /** Where the viewers of a publisher are served. */
  readonly routersOf: (session: PublishedSession) => ViewerRouters;
  /** A viewer's session was opened. */
  readonly opened: (session: ViewerSession, sessionId: string) => void;
}

/** Plays publications through mediasoup's consumers. */
export class MediasoupPlayback implements Playback {
  readonly #options: PlaybackOptions;

  constructor(options: PlaybackOptions) {
    this.#options = options;
  }

  open(
    offer: CheckedOffer,
    { session }: Publication,
    context: PublishContext,
    call: Call,
  ): Promise<BackendSession> {
    return abortable(
      call,
      () => this.#open(offer, session, context),
      (late) => void late.close(),
    );
  }

  async #open(
    offer: CheckedOffer,
    session: BackendSession,
    context: PublishContext,
  ): Promise<ViewerSession> {
    if (!(session instanceof PublishedSession) || session.closed)
      throw new WhipError('nothing-published', 'The publisher has left.');
    const { endpointSettings, routersOf, opened } = this.#options;
    const tracks = mapViewer(offer, session.source.tracks);
    const place = await routersOf(session).place(tracks);
    const endpoint = endpointSettings(context.endpoint.settings);
    try {
      const viewer = await ViewerSession.open(offer, context, {
        place,
        tracks,
        endpoint,
      });
      opened(viewer, context.sessionId);
      return viewer;
    } catch (error) {
      place.release();
      throw error;
    }
  }
}

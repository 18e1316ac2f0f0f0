import { ClientError } from './client-error.js';
import { MediaClient } from './media-client.js';
import type { SourceStream, SourceTrack } from './platform.js';
import {
  type BitrateLimits,
  checkLimits,
  checkPublishOptions,
  type WhipOptions,
} from './publish/publish-options.js';
import { TrackSenders } from './publish/track-senders.js';

/** Publishes one MediaStream by WHIP (RFC 9725). For one session; {@link renew} makes the next. */
export class WhipClient extends MediaClient {
  readonly #options: WhipOptions;
  readonly #senders: TrackSenders;
  #limits: BitrateLimits;

  /** @throws ClientError `insecure-url`, `option-invalid`. */
  constructor(options: WhipOptions) {
    super(options);
    checkPublishOptions(options);
    this.#options = options;
    this.#senders = new TrackSenders(options, this.options.platform);
    this.#limits = options.maxBitrate ?? {};
  }

  /** Simulcast layers that the server took, by their rid; none before the answer. */
  get layers(): readonly string[] {
    return this.#senders.layers;
  }

  get maxBitrate(): BitrateLimits {
    return this.#limits;
  }

  /**
   * Opens the session. Resolves when the answer is applied; {@link state} tells when media flows.
   *
   * The stream stays the caller's: its tracks are not stopped.
   *
   * @param stream at most one audio and one video track, and at least one.
   * @param signal fires to give up; a session that opens nevertheless is deleted.
   * @throws ClientError; the session is then closed.
   */
  async publish(stream: SourceStream, signal?: AbortSignal): Promise<void> {
    const tracks = publishedTracks(stream);
    await this.open(
      {
        offer: (peer) => {
          for (const track of tracks) this.#senders.add(peer, track, stream, this.#limits);
          return { streamId: stream.id };
        },
        answered: (answer) => this.#senders.answered(answer),
      },
      signal,
    );
  }

  /**
   * Limits what is sent from now on, also before {@link publish}; kinds that are left out keep their
   * limit, an undefined one loses it.
   *
   * @throws ClientError `option-invalid`, or `platform-lacking` while a session is open.
   */
  async setMaxBitrate(limits: BitrateLimits): Promise<void> {
    checkLimits(limits);
    this.#limits = { ...this.#limits, ...limits };
    await this.#senders.limit(this.#limits);
  }

  /**
   * Sends another track in place of the one of the same kind, without a new session; the caller's
   * stream stays as it is.
   *
   * @throws ClientError `tracks-unsupported` when nothing of this kind is published.
   */
  async replaceTrack(track: SourceTrack): Promise<void> {
    await this.#senders.replaceTrack(track);
  }

  /** A client for the next session: the same options, with the bitrate limits as they are now. */
  renew(): WhipClient {
    return new WhipClient({ ...this.#options, maxBitrate: this.#limits });
  }
}

/** RFC 9725, section 4.4.2 (C-05): audio first, so that it is the offerer-tagged section. */
function publishedTracks(stream: SourceStream): readonly SourceTrack[] {
  const audio = stream.getAudioTracks();
  const video = stream.getVideoTracks();
  const tracks = [...audio, ...video];
  if (audio.length > 1 || video.length > 1 || tracks.length === 0)
    throw new ClientError('tracks-unsupported');
  return tracks;
}

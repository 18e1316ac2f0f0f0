import { ClientError } from './client-error.js';
import { MediaClient } from './media-client.js';
import type { PeerConnection } from './platform.js';
import type { OfferChanges } from './sdp/offer-to-send.js';

/** Publishes one MediaStream by WHIP (RFC 9725). For one session; make a new one for the next. */
export class WhipClient extends MediaClient {
  /**
   * Opens the session. Resolves when the answer is applied; {@link state} tells when media flows.
   *
   * The stream stays the caller's: its tracks are not stopped.
   *
   * @param stream at most one audio and one video track, and at least one.
   * @param signal fires to give up; a session that opens nevertheless is deleted.
   * @throws ClientError; the session is then closed.
   */
  async publish(stream: MediaStream, signal?: AbortSignal): Promise<void> {
    const tracks = publishedTracks(stream);
    await this.open({ offer: (peer) => addTracks(peer, stream, tracks) }, signal);
  }
}

/** RFC 9725, section 4.4.2 (C-05): audio first, so that it is the offerer-tagged section. */
function publishedTracks(stream: MediaStream): readonly MediaStreamTrack[] {
  const audio = stream.getAudioTracks();
  const video = stream.getVideoTracks();
  const tracks = [...audio, ...video];
  if (audio.length > 1 || video.length > 1 || tracks.length === 0)
    throw new ClientError('tracks-unsupported');
  return tracks;
}

/** sendonly, never anything else (C-03). */
function addTracks(
  peer: PeerConnection,
  stream: MediaStream,
  tracks: readonly MediaStreamTrack[],
): OfferChanges {
  for (const track of tracks)
    peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
  return { streamId: stream.id };
}

import { MediaClient } from './media-client.js';
import { addTransceiver, type PeerConnection } from './platform.js';

/** Plays what is published on an endpoint, by WHEP (draft 03). For one session. */
export class WhepClient extends MediaClient {
  /**
   * Opens the session. Resolves when the answer is applied; frames follow.
   *
   * @param signal fires to give up; a session that opens nevertheless is deleted.
   * @returns the stream that received tracks are added to.
   * @throws ClientError, with `status` 404 and `retryAfter` while nothing is published.
   */
  async play(signal?: AbortSignal): Promise<MediaStream> {
    let stream: MediaStream | undefined;
    const receive = (peer: PeerConnection) =>
      peer.addEventListener('track', ({ track }) => stream?.addTrack(track));
    await this.open(
      {
        offer: (peer) => {
          // In Node it is what the platform makes; a browser's in a browser.
          stream = this.options.platform.createMediaStream() as MediaStream;
          receive(peer);
          for (const kind of ['audio', 'video'])
            addTransceiver(peer, kind, { direction: 'recvonly' });
          return {};
        },
        answer: receive,
      },
      signal,
    );
    return stream as unknown as MediaStream;
  }
}

import type { RTCPeerConnection } from 'werift';
import { type IceCredentials, newCredentials, openEnded, restartedOffer } from './credentials.js';

/** Offers and answers of a connection on werift, with ICE restarts that change nothing before they are agreed on. */
export class DescriptionExchange {
  readonly #peer: RTCPeerConnection;
  #gathering: Promise<unknown> = Promise.resolve();
  #next: { readonly sdp: string; readonly credentials: IceCredentials } | undefined;

  constructor(peer: RTCPeerConnection) {
    this.#peer = peer;
  }

  /** Settles when the candidates of the latest local description are all known. */
  get gathering(): Promise<unknown> {
    return this.#gathering;
  }

  async createOffer({ iceRestart = false } = {}) {
    const current = this.#peer.localDescription?.sdp;
    if (!iceRestart || !current) return sessionDescription(await this.#peer.createOffer());
    const credentials = newCredentials();
    const sdp = restartedOffer(current, credentials);
    this.#next = { sdp, credentials };
    return { type: 'offer' as const, sdp };
  }

  async createAnswer() {
    return sessionDescription(await this.#peer.createAnswer());
  }

  /**
   * Resolves when the description holds; candidates go on being gathered.
   *
   * @param restart is called before a description that restarts ICE.
   */
  async setLocal(
    description: RTCSessionDescriptionInit,
    restart: (credentials: IceCredentials) => Promise<void>,
  ): Promise<void> {
    const restarts = this.#next?.sdp === description.sdp;
    if (restarts && this.#next) await restart(this.#next.credentials);
    const { type, sdp = '' } = restarts ? await this.#peer.createOffer() : description;
    const holds = new Promise((resolve) => {
      this.#peer.signalingStateChange.once(resolve);
    });
    this.#gathering = this.#peer.setLocalDescription({ type: type as 'offer', sdp });
    await Promise.race([holds, this.#gathering]);
  }

  /** @returns true for the answer to an ICE restart. */
  async setRemote({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<boolean> {
    const restarts = this.#next !== undefined;
    this.#next = undefined;
    await this.#peer.setRemoteDescription({ type: type as 'answer', sdp: openEnded(sdp) });
    return restarts;
  }
}

function sessionDescription(description: { readonly type: string; readonly sdp: string }) {
  return { type: description.type as RTCSdpType, sdp: description.sdp };
}

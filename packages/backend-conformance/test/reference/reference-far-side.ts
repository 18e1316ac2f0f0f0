import type { FarSide, Player, Publisher } from '@whipway/backend-conformance';
import type { BackendSession, IceFragment } from '@whipway/core';
import { readAnswer } from '../../src/answer-facts.js';
import { hostCandidate } from '../../src/sample-fragments.js';
import { freshCredentials, publishOffer, watchOffer } from '../../src/sample-offers.js';
import type { MediaServer } from './media-server.js';
import type { ReferenceRig } from './reference-subject.js';
import type { PeerEvents, ServerSession } from './server-session.js';

/** Peers in memory: they find their transport on the server by the answer's ufrag. */
export const REFERENCE_FAR_SIDE: FarSide<ReferenceRig> = {
  publisher: async ({ server }) => new ReferencePublisher(server),
  player: async ({ server }) => new ReferencePlayer(server),
  farewell: 'yes',
};

class ReferencePeer {
  protected readonly server: MediaServer;
  protected transport: ServerSession | undefined;

  constructor(server: MediaServer) {
    this.server = server;
  }

  async connect(session: BackendSession): Promise<void> {
    this.transport = this.server.sessionOf(readAnswer(session.answer).ufrag ?? '');
    if (!this.transport) throw new Error('nobody answers the connectivity checks');
    this.transport.connect(this.events());
  }

  protected events(): PeerEvents {
    return {};
  }

  protected holds(): boolean {
    return this.transport !== undefined && this.server.sessions.has(this.transport.id);
  }
}

class ReferencePublisher extends ReferencePeer implements Publisher {
  readonly offer = publishOffer();
  #cancelNext = () => {};
  #hearFarewell = () => {};
  readonly #farewell = new Promise<void>((resolve) => {
    this.#hearFarewell = resolve;
  });

  protected override events(): PeerEvents {
    return { farewell: this.#hearFarewell };
  }

  async sendMedia(): Promise<void> {
    this.#cancelNext();
    if (this.holds()) this.transport?.receive();
    else this.server.onStrayPacket();
    this.#cancelNext = this.server.clock.after(20, () => void this.sendMedia());
  }

  async stopMedia(): Promise<void> {
    this.#cancelNext();
  }

  async restart(): Promise<IceFragment> {
    const candidates = [hostCandidate()];
    return { mid: '0', ...freshCredentials(), candidates, endOfCandidates: true };
  }

  async restarted({ ufrag }: IceFragment): Promise<void> {
    if (this.transport?.local.ufrag !== ufrag) throw new Error('checks with an unknown ufrag');
  }

  async vanish(): Promise<void> {
    this.server.clientVanished = true;
    this.#cancelNext();
  }

  async close(): Promise<void> {
    this.#cancelNext();
    if (this.holds()) this.transport?.peerClosed();
  }

  farewellHeard(): Promise<void> {
    return this.#farewell;
  }
}

class ReferencePlayer extends ReferencePeer implements Player {
  readonly offer = watchOffer();
  #received = 0;

  protected override events(): PeerEvents {
    return {
      packet: () => {
        this.#received += 1;
      },
    };
  }

  received(): number {
    return this.#received;
  }

  async close(): Promise<void> {
    if (this.holds()) this.transport?.peerClosed();
  }
}

import type { Connection, RTCIceTransport } from 'werift';
import { AbandonedGeneration } from './abandoned-generation.js';
import type { IceCredentials } from './credentials.js';
import { Gathering } from './gathering.js';
import { connectionOf, connectionParts, selectedPair } from './werift-parts.js';

/** Longest wait for the answer to a question whether the other side is there, in milliseconds. */
const ASK_TIMEOUT = 1500;

/** werift's ICE agent, with what it leaves out. */
export class IceAgent {
  readonly #transport: RTCIceTransport;
  readonly #gathering: Gathering;
  readonly #abandoned = new AbandonedGeneration();
  #generation = 0;

  /** @param trouble hears of TURN servers that bring nothing, in sentences without any secret. */
  constructor(transport: RTCIceTransport, trouble: (sentence: string) => void) {
    this.#transport = transport;
    this.#gathering = new Gathering(this.#connection, trouble);
    transport.onStateChange.subscribe(() => {
      if (selectedPair(this.#connection)) void this.#abandoned.close();
    });
  }

  get #connection(): Connection {
    return connectionOf(this.#transport);
  }

  /** werift says `completed` when all is gathered, whether or not there is a pair. */
  get state(): string {
    const { state } = this.#transport;
    return state === 'completed' && !selectedPair(this.#connection) ? 'checking' : state;
  }

  useServers(servers: readonly RTCIceServer[], policy: RTCIceTransportPolicy): void {
    this.#gathering.useServers(servers, policy);
  }

  useAddresses(addresses: readonly string[]): void {
    Object.assign(this.#connection.options, { additionalHostAddresses: addresses });
  }

  /**
   * Begins a generation with credentials that the other side already knows.
   *
   * @param gathering settles when what the old generation still gathers is done.
   */
  async restart({ ufrag, pwd }: IceCredentials, gathering: Promise<unknown>): Promise<void> {
    this.#gathering.stop();
    await gathering.catch(() => undefined);
    this.#generation += 1;
    const connection = this.#connection;
    const wasConnected = selectedPair(connection) !== undefined;
    void this.#abandoned.abandon(connectionParts(connection).protocols.splice(0));
    this.#transport.restart();
    if (!wasConnected) void this.#abandoned.close();
    connection.localUsername = ufrag;
    connection.localPassword = pwd;
    connection.userHistory[ufrag] = pwd;
  }

  /** Ends all that goes on, of every generation. The connection itself is closed by its owner. Never rejects. */
  async close(): Promise<void> {
    this.#gathering.close();
    // Checks that succeed at this moment would ask for consent for half a minute more.
    connectionParts(this.#connection).queryConsent = () => undefined;
    await this.#abandoned.close();
  }

  /** After {@link restart} and both descriptions: checks begin. werift does this only once by itself. */
  async connect(): Promise<void> {
    await this.#transport.start();
  }

  /**
   * No candidate of the other side follows. Said only when all of our own are known: an agent without
   * a pair would give up at once.
   */
  async endAfter(gathering: Promise<unknown>): Promise<void> {
    const generation = this.#generation;
    await gathering.catch(() => undefined);
    if (generation === this.#generation) await this.#connection.addRemoteCandidate(undefined);
  }

  /** Grows with every word from the other side. */
  received(): number {
    return this.#connection.candidatePairs.reduce(
      (sum, pair) => sum + pair.responsesReceived + pair.requestsReceived + pair.packetsReceived,
      0,
    );
  }

  /** Asks whether the other side is there; the answer shows in {@link received}. */
  ask(): void {
    const connection = this.#connection;
    const pair = selectedPair(connection);
    if (!pair) return;
    const { localUsername, remoteUsername, remotePassword, iceControlling } = connection;
    const request = connectionParts(connection).buildRequest({
      nominate: false,
      localUsername,
      remoteUsername,
      iceControlling,
      localCandidate: pair.localCandidate,
    });
    const asked = performance.now();
    pair.protocol
      .request(request, pair.remoteAddr, Buffer.from(remotePassword, 'utf8'), {
        retransmissions: 0,
        responseTimeout: ASK_TIMEOUT,
      })
      .then(
        () => {
          pair.rtt = (performance.now() - asked) / 1000;
          pair.responsesReceived += 1;
        },
        () => undefined,
      );
  }

  send(data: Buffer): void {
    this.#connection.send(data).catch(() => undefined);
  }

  /** True when media may go out: a pair is selected and the other side consents (RFC 7675). */
  isOpen(): boolean {
    return (
      selectedPair(this.#connection) !== undefined && connectionParts(this.#connection).consentFresh
    );
  }
}

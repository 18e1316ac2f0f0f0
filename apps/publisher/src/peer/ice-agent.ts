import type { Candidate, Connection, RTCIceTransport } from 'werift';
import type { IceCredentials } from './credentials.js';
import { useIceServers } from './ice-servers.js';
import { connectionOf, connectionParts, type SocketParts, selectedPair } from './werift-parts.js';

/** Longest wait for the answer to a question whether the other side is there, in milliseconds. */
const ASK_TIMEOUT = 1500;

/** werift's ICE agent, with what it leaves out. */
export class IceAgent {
  readonly #transport: RTCIceTransport;
  readonly #watched = new WeakSet<SocketParts>();
  #generation = 0;

  constructor(transport: RTCIceTransport) {
    this.#transport = transport;
    this.#connection.onIceCandidate.subscribe((candidate) => this.#gathered(candidate));
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
    useIceServers(this.#connection, servers, policy);
  }

  useAddresses(addresses: readonly string[]): void {
    Object.assign(this.#connection.options, { additionalHostAddresses: addresses });
  }

  /** Begins a generation with credentials that the other side already knows. */
  restart({ ufrag, pwd }: IceCredentials): void {
    this.#generation += 1;
    this.#transport.restart();
    const connection = this.#connection;
    connection.localUsername = ufrag;
    connection.localPassword = pwd;
    connection.userHistory[ufrag] = pwd;
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

  #gathered(candidate: Candidate): void {
    const parts = connectionParts(this.#connection);
    for (const protocol of parts.protocols) {
      for (const { socket } of [protocol.transport, protocol.turn?.transport].flatMap(
        (t) => t ?? [],
      ))
        if (socket && !this.#watched.has(socket)) {
          this.#watched.add(socket);
          // A network that goes down makes sending fail; unheard, that would end the process.
          socket.on('error', () => undefined);
        }
      if (candidate.type === 'relay' && protocol.localCandidate === candidate)
        parts.pairLocalProtocol(protocol);
    }
  }
}

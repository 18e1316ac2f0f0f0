import { type IceCandidate, type IceCredentials, WhipError } from '@whipway/core';
import { CandidatePairState, type StunProtocol } from 'werift';
import { bindAddresses } from './bind-addresses.js';
import { fromIceCandidate, toIceCandidate } from './candidate-text.js';
import { askStunServer, attachPort, makeAgent, renominate } from './ice-agent.js';
import type { NetworkSettings } from './network-settings.js';
import { receiveStun } from './stun-port.js';
import type { UdpPort } from './udp-port.js';

/** Where datagrams come from and go to: a socket of ours and an address of the peer. */
interface Path {
  readonly port: UdpPort;
  readonly host: string;
  readonly remotePort: number;
}

/**
 * One ICE generation on sockets of its own: our credentials and candidates, werift's checks and
 * consent (RFC 8445, RFC 7675), and the datagrams of the one pair in use.
 */
export class IceGeneration {
  /** DTLS, RTP or RTCP from a checked address. */
  onDatagram: (data: Buffer) => void = () => {};
  /** A pair was nominated. */
  onConnected: () => void = () => {};
  /** Consent has expired. */
  onFailed: () => void = () => {};
  readonly #agent = makeAgent();
  readonly #ports = new Map<StunProtocol, UdpPort>();
  readonly #password = Buffer.from(this.#agent.localPassword);
  readonly #announced: string | undefined;
  #path: Path | undefined;
  #live = true;

  private constructor(announced: string | undefined) {
    this.#announced = announced;
    this.#agent.stateChanged.subscribe((state) => {
      if (state === 'connected') this.onConnected();
      if (state !== 'failed') return;
      this.#live = false;
      this.onFailed();
    });
  }

  /**
   * Binds the sockets and asks the STUN server, if there is one: nothing is left to be gathered.
   *
   * @throws WhipError `backend-unavailable` when none of the addresses can be bound
   */
  static async open(network: NetworkSettings): Promise<IceGeneration> {
    const generation = new IceGeneration(network.announced);
    const { bound, failures } = await bindAddresses(network);
    for (const { port, place } of bound) generation.#attach(port, place);
    if (bound.length === 0) throw noSocket(failures[0]);
    await askStunServer(generation.#agent, [...generation.#ports.keys()], network);
    return generation;
  }

  get local(): IceCredentials {
    return { ufrag: this.#agent.localUsername, pwd: this.#agent.localPassword };
  }

  /** The client's credentials of this generation; empty before {@link start}. */
  get remoteUfrag(): string {
    return this.#agent.remoteUsername;
  }

  get candidates(): readonly IceCandidate[] {
    const [first] = this.#ports.keys();
    return this.#agent.localCandidates.map((candidate) =>
      toIceCandidate(candidate, candidate === first?.localCandidate ? this.#announced : undefined),
    );
  }

  /** Round-trip time of the pair in use, milliseconds. */
  get roundTripTime(): number | undefined {
    const seconds = this.#agent.nominated?.rtt;
    return seconds === undefined ? undefined : seconds * 1000;
  }

  /** Begins to check. Never ends by itself: a client without candidates may still come (S-11). */
  start({ ufrag, pwd }: IceCredentials): void {
    this.#agent.setRemoteParams({ iceLite: false, usernameFragment: ufrag, password: pwd });
    this.#agent.connect().catch(() => {});
  }

  /** Takes candidates of the client; those of other transports are passed over (S-86). */
  addCandidates(candidates: readonly IceCandidate[]): void {
    for (const candidate of candidates) {
      if (candidate.transport !== 'udp' || candidate.component !== 1) continue;
      this.#agent.addRemoteCandidate(fromIceCandidate(candidate)).catch(() => {});
    }
  }

  /** False: there is no way to the peer now. */
  get hasPath(): boolean {
    return this.#live && (this.#path ?? this.#nominatedPath()) !== undefined;
  }

  /** False as {@link hasPath}: the datagram is lost then. */
  send(data: Buffer): boolean {
    const path = this.#path ?? this.#nominatedPath();
    if (!path || !this.#live) return false;
    path.port.send(data, path.host, path.remotePort);
    return true;
  }

  async close(): Promise<void> {
    this.#live = false;
    await this.#agent.close();
    await Promise.all([...this.#ports.values()].map((port) => port.close()));
  }

  #attach(port: UdpPort, place: number): void {
    const stun = attachPort(this.#agent, port, place);
    this.#ports.set(stun, port);
    port.onDatagram = (data, host, remotePort) =>
      this.#receive(stun, data, { port, host, remotePort });
  }

  /** RFC 7983: the first byte tells what a datagram is. */
  #receive(stun: StunProtocol, data: Buffer, from: Path): void {
    const first = data[0] ?? 0;
    if (first < 4) receiveStun(stun, data, [from.host, from.remotePort], this.#password);
    if (first < 20 || (first > 63 && first < 128) || first > 191) return;
    if (this.#isPath(from) || this.#moveTo(stun, from)) this.onDatagram(data);
  }

  #isPath({ port, host, remotePort }: Path): boolean {
    const path = this.#path;
    return path?.port === port && path.remotePort === remotePort && path.host === host;
  }

  /** Only addresses that took part in checks may send; the latest one is where we send. */
  #moveTo(stun: StunProtocol, from: Path): boolean {
    const pair = this.#agent.checkList.find(
      ({ protocol, remoteCandidate: { host, port }, requestsReceived }) =>
        protocol === stun && host === from.host && port === from.remotePort && requestsReceived > 0,
    );
    if (!pair) return false;
    const { nominated } = this.#agent;
    if (nominated && nominated !== pair) {
      if (!pair.remoteNominated || pair.state !== CandidatePairState.SUCCEEDED) return true;
      renominate(this.#agent, pair);
    }
    this.#path = from;
    return true;
  }

  #nominatedPath(): Path | undefined {
    const pair = this.#agent.nominated;
    const [, port] = [...this.#ports].find(([stun]) => stun === pair?.protocol) ?? [];
    if (!pair || !port) return undefined;
    const [host, remotePort] = pair.remoteAddr;
    this.#path = { port, host, remotePort };
    return this.#path;
  }
}

function noSocket(cause: unknown): WhipError {
  return new WhipError(
    'backend-unavailable',
    'No UDP socket can be bound: check media.addresses and media.udpPorts.',
    { cause, retryAfter: 5 },
  );
}

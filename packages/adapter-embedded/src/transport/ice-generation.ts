import { randomBytes } from 'node:crypto';
import { type IceCandidate, type IceCredentials, WhipError } from '@whipway/core';
import {
  Candidate,
  type CandidatePair,
  CandidatePairState,
  Connection,
  candidateFoundation,
  candidatePriority,
  type StunProtocol,
  serverReflexiveCandidate,
} from 'werift';
import { toIceCandidate } from './candidate-text.js';
import type { NetworkSettings } from './network-settings.js';
import { receiveStun, stunOn } from './stun-port.js';
import { UdpPort } from './udp-port.js';
import { connectionParts } from './werift-parts.js';

/** Where datagrams come from and go to: a socket of ours and an address of the peer. */
interface Path {
  readonly port: UdpPort;
  readonly pair: CandidatePair;
  readonly host: string;
  readonly remotePort: number;
}

const TOP_PREFERENCE = 65_535;
const PREFERENCE_STEP = 256;

/**
 * One ICE generation on sockets of its own: our credentials and candidates, werift's checks and
 * consent (RFC 8445, RFC 7675), and the datagrams of the one pair in use. Full ICE, controlled.
 */
export class IceGeneration {
  /** DTLS, RTP or RTCP from a checked address. */
  onDatagram: (data: Buffer) => void = () => {};
  /** A pair was nominated. */
  onConnected: () => void = () => {};
  /** Consent has expired. */
  onFailed: () => void = () => {};
  readonly #connection: Connection;
  readonly #ports = new Map<StunProtocol, UdpPort>();
  readonly #password: Buffer;
  readonly #announced: string | undefined;
  #path: Path | undefined;
  #live = true;

  private constructor(announced: string | undefined) {
    this.#announced = announced;
    this.#connection = makeConnection();
    this.#password = Buffer.from(this.#connection.localPassword);
    this.#connection.stateChanged.subscribe((state) => {
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
    const bound = await Promise.allSettled(
      network.addresses.map((address) => UdpPort.bind(address, network.udpPorts)),
    );
    bound.forEach((outcome, index) => {
      if (outcome.status === 'fulfilled') generation.#attach(outcome.value, index);
    });
    const failure = bound.find((outcome) => outcome.status === 'rejected');
    if (generation.#ports.size === 0) throw noSocket(failure?.reason);
    await generation.#askStun(network);
    return generation;
  }

  get local(): IceCredentials {
    return { ufrag: this.#connection.localUsername, pwd: this.#connection.localPassword };
  }

  /** The client's credentials of this generation; empty before {@link start}. */
  get remoteUfrag(): string {
    return this.#connection.remoteUsername;
  }

  get candidates(): readonly IceCandidate[] {
    const [first] = this.#ports.keys();
    return this.#connection.localCandidates.map((candidate) =>
      toIceCandidate(candidate, candidate === first?.localCandidate ? this.#announced : undefined),
    );
  }

  /** Round-trip time of the pair in use, milliseconds. */
  get roundTripTime(): number | undefined {
    const seconds = this.#connection.nominated?.rtt;
    return seconds === undefined ? undefined : seconds * 1000;
  }

  /** Begins to check. Never ends by itself: a client without candidates may still come (S-11). */
  start(remote: IceCredentials): void {
    this.#connection.setRemoteParams({
      iceLite: false,
      usernameFragment: remote.ufrag,
      password: remote.pwd,
    });
    this.#connection.connect().catch(() => {});
  }

  /** Takes candidates of the client; those of other transports are passed over (S-86). */
  addCandidates(candidates: readonly IceCandidate[]): void {
    for (const { transport, component, text } of candidates) {
      if (transport !== 'udp' || component !== 1) continue;
      this.#connection.addRemoteCandidate(Candidate.fromSdp(text)).catch(() => {});
    }
  }

  /** False: there is no way to the peer now. */
  send(data: Buffer): boolean {
    const path = this.#path ?? this.#nominatedPath();
    if (!path || !this.#live) return false;
    path.port.send(data, path.host, path.remotePort);
    return true;
  }

  async close(): Promise<void> {
    this.#live = false;
    await this.#connection.close();
    await Promise.all([...this.#ports.values()].map((port) => port.close()));
  }

  #attach(port: UdpPort, index: number): void {
    const stun = stunOn(port);
    const connection = this.#connection;
    stun.localCandidate = new Candidate(
      candidateFoundation('host', 'udp', port.address),
      1,
      'udp',
      candidatePriority('host', TOP_PREFERENCE - index * PREFERENCE_STEP),
      port.address,
      port.port,
      'host',
      undefined,
      undefined,
      undefined,
      connection.generation,
      connection.localUsername,
    );
    this.#ports.set(stun, port);
    const parts = connectionParts(connection);
    parts.ensureProtocol(stun);
    parts.protocols.push(stun);
    parts.appendLocalCandidate(stun.localCandidate);
    port.onDatagram = (data, host, remotePort) => this.#receive(stun, port, data, host, remotePort);
  }

  async #askStun({ stun: [server], stunTimeout }: NetworkSettings): Promise<void> {
    if (!server) return;
    const asked = [...this.#ports.keys()].map(async (stun) => {
      const candidate = await serverReflexiveCandidate(stun, [server.host, server.port]);
      const known = this.#connection.localCandidates;
      if (candidate && !known.some(({ host, port }) => isSame(candidate, host, port)))
        connectionParts(this.#connection).appendLocalCandidate(candidate);
    });
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stunTimeout);
    });
    await Promise.race([Promise.allSettled(asked), deadline]);
    clearTimeout(timer);
  }

  /** RFC 7983: the first byte tells what a datagram is. */
  #receive(stun: StunProtocol, port: UdpPort, data: Buffer, host: string, from: number): void {
    const first = data[0] ?? 0;
    if (first < 4) receiveStun(stun, data, [host, from], this.#password);
    if (first < 20 || (first > 63 && first < 128) || first > 191) return;
    const path = this.#path;
    const same = path?.port === port && path.remotePort === from && path.host === host;
    if (same || this.#moveTo(stun, port, host, from)) this.onDatagram(data);
  }

  /** Only addresses that took part in checks may send; the latest one is where we send. */
  #moveTo(stun: StunProtocol, port: UdpPort, host: string, remotePort: number): boolean {
    const pair = this.#connection.checkList.find(
      ({ protocol, remoteCandidate, requestsReceived }) =>
        protocol === stun && isSame(remoteCandidate, host, remotePort) && requestsReceived > 0,
    );
    if (!pair) return false;
    const { nominated } = this.#connection;
    if (nominated && nominated !== pair) {
      if (!pair.remoteNominated || pair.state !== CandidatePairState.SUCCEEDED) return true;
      this.#nominate(pair);
    }
    this.#path = { port, pair, host, remotePort };
    return true;
  }

  /** The client has chosen another pair: consent goes with it. */
  #nominate(pair: CandidatePair): void {
    this.#connection.resetNominatedPair();
    pair.nominated = true;
    connectionParts(this.#connection).checkComplete(pair);
  }

  #nominatedPath(): Path | undefined {
    const pair = this.#connection.nominated;
    const [, port] = [...this.#ports].find(([stun]) => stun === pair?.protocol) ?? [];
    if (!pair || !port) return undefined;
    const [host, remotePort] = pair.remoteAddr;
    this.#path = { port, pair, host, remotePort };
    return this.#path;
  }
}

function makeConnection(): Connection {
  const connection = new Connection(false, { useIpv4: false, useIpv6: false, iceLite: false });
  // Left alone, werift asks a public STUN server.
  Object.assign(connection, { stunServer: undefined });
  // RFC 8839, section 5.4 wants 24 and 128 random bits; werift's own have 16 and 88.
  connection.localUsername = randomBytes(4).toString('hex');
  connection.localPassword = randomBytes(16).toString('hex');
  connection.userHistory = { [connection.localUsername]: connection.localPassword };
  connectionParts(connection).localCandidatesStart = true;
  connection.localCandidatesEnd = true;
  return connection;
}

function isSame(candidate: Candidate, host: string, port: number): boolean {
  return candidate.port === port && candidate.host === host;
}

function noSocket(cause: unknown): WhipError {
  return new WhipError(
    'backend-unavailable',
    'No UDP socket can be bound: check media.addresses and media.udpPorts.',
    { cause, retryAfter: 5 },
  );
}

import { isIPv4 } from 'node:net';
import { type Candidate, type Connection, serverReflexiveCandidate } from 'werift';
import { allocationFault } from './allocation-fault.js';
import { type IceServers, readIceServers, type TurnServer } from './ice-servers.js';
import { relayProtocol } from './relay-protocol.js';
import { allocate, type TurnAllocation } from './turn-allocation.js';
import { unlessAborted } from './unless-aborted.js';
import { type ConnectionParts, connectionParts, type Protocol, socketOf } from './werift-parts.js';

/** What a server has not brought in this time, in milliseconds, is not waited for. */
const SERVER_DEADLINE = 4000;

/**
 * Gathers the candidates of an ICE agent from all of its servers at once. werift itself takes the
 * first server of each kind, and a public one when none is given.
 */
export class Gathering {
  readonly #connection: Connection;
  readonly #parts: ConnectionParts;
  readonly #trouble: (sentence: string) => void;
  #servers: IceServers = { stun: [], turn: [] };
  #onlyRelay = false;
  #running = new AbortController();
  #closed = false;

  /** @param trouble hears of TURN servers that bring nothing, in sentences without any secret. */
  constructor(connection: Connection, trouble: (sentence: string) => void) {
    this.#connection = connection;
    this.#parts = connectionParts(connection);
    this.#trouble = trouble;
    const hosts = this.#parts.getCandidatePromises.bind(connection);
    this.#parts.getCandidatePromises = (addresses, timeout) =>
      this.#gather(this.#onlyRelay ? [] : hosts(addresses, timeout));
    Object.assign(connection, { stunServer: undefined, turnServer: undefined });
  }

  /** From the next generation on. */
  useServers(servers: readonly RTCIceServer[], policy: RTCIceTransportPolicy): void {
    this.#servers = readIceServers(servers);
    this.#onlyRelay = policy === 'relay';
    Object.assign(this.#connection.options, { forceTurn: this.#onlyRelay });
  }

  /** What is still being gathered is given up. */
  stop(): void {
    this.#running.abort();
  }

  /** As {@link stop}, for good. */
  close(): void {
    this.#closed = true;
    this.stop();
  }

  #gather(hosts: readonly Promise<unknown>[]): Promise<unknown>[] {
    this.#running = new AbortController();
    if (this.#closed) this.stop();
    const { signal: stopped } = this.#running;
    const { signal, end } = deadline(stopped);
    const gathered = [
      ...hosts.map((host) => this.#fromHost(host, stopped, signal)),
      ...this.#servers.turn.map((server, index) => this.#fromTurn(server, index, stopped, signal)),
    ];
    void Promise.allSettled(gathered).then(end);
    return gathered;
  }

  /** A socket of this machine, and how the STUN servers see it. */
  async #fromHost(
    host: Promise<unknown>,
    stopped: AbortSignal,
    signal: AbortSignal,
  ): Promise<void> {
    const candidate = await host;
    const { protocols } = this.#parts;
    const protocol = protocols.find(({ localCandidate }) => localCandidate === candidate);
    if (!protocol) return;
    // A network that goes down makes sending fail; unheard, that would end the process.
    socketOf(protocol)?.on('error', () => undefined);
    if (stopped.aborted) return this.#drop(protocol);
    if (!isIPv4(protocol.localCandidate?.host ?? '')) return;
    await Promise.all(
      this.#servers.stun.map(async (server) => {
        const found = serverReflexiveCandidate(protocol, server);
        const reflexive = await unlessAborted(found, signal).catch(() => undefined);
        if (reflexive && !this.#knows(reflexive)) this.#parts.appendLocalCandidate(reflexive);
      }),
    );
  }

  async #fromTurn(
    server: TurnServer,
    index: number,
    stopped: AbortSignal,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const allocation = await allocate(server, signal);
      if (signal.aborted) await allocation.close();
      else this.#addRelay(allocation, server, index);
    } catch (error) {
      if (!stopped.aborted) this.#trouble(`${server.url} ${allocationFault(error)}.`);
    }
  }

  #addRelay(allocation: TurnAllocation, { url }: TurnServer, index: number): void {
    const { generation, localUsername } = this.#connection;
    const protocol = relayProtocol(allocation, { url, index, generation, ufrag: localUsername });
    this.#parts.ensureProtocol(protocol);
    this.#parts.protocols.push(protocol);
    // werift pairs relays with the candidates that are still to come only.
    this.#parts.pairLocalProtocol(protocol);
    if (protocol.localCandidate) this.#parts.appendLocalCandidate(protocol.localCandidate);
  }

  /** The same address by several STUN servers is one candidate (RFC 8445, section 5.1.3). */
  #knows({ type, host, port }: Candidate): boolean {
    return this.#connection.localCandidates.some(
      (known) => known.type === type && known.host === host && known.port === port,
    );
  }

  async #drop(protocol: Protocol): Promise<void> {
    const { protocols } = this.#parts;
    protocols.splice(protocols.indexOf(protocol), 1);
    await protocol.close();
  }
}

/**
 * Fires when the time for servers is over, or earlier when `stopped` does. Not made by
 * AbortSignal.any of AbortSignal.timeout: Node 20 forgets a timeout that nobody else holds.
 */
function deadline(stopped: AbortSignal): { readonly signal: AbortSignal; end(): void } {
  const over = new AbortController();
  const timer = setTimeout(
    () => over.abort(new DOMException('the time is over', 'TimeoutError')),
    SERVER_DEADLINE,
  );
  const stop = () => {
    clearTimeout(timer);
    over.abort(stopped.reason);
  };
  if (stopped.aborted) stop();
  else stopped.addEventListener('abort', stop, { once: true });
  return { signal: over.signal, end: () => clearTimeout(timer) };
}

import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import {
  Candidate,
  type CandidatePair,
  Connection,
  candidateFoundation,
  candidatePriority,
  type StunProtocol,
  serverReflexiveCandidate,
} from 'werift';
import type { NetworkSettings, StunServer } from './network-settings.js';
import { stunOn } from './stun-port.js';
import type { UdpPort } from './udp-port.js';
import { connectionParts } from './werift-parts.js';

const TOP_PREFERENCE = 65_535;
const PREFERENCE_STEP = 256;

/** werift's ICE agent, controlled and full, without sockets yet. */
export function makeAgent(): Connection {
  const agent = new Connection(false, { useIpv4: false, useIpv6: false, iceLite: false });
  // Left alone, werift asks a public STUN server.
  Object.assign(agent, { stunServer: undefined });
  // RFC 8839, section 5.4 wants 24 and 128 random bits; werift's own have 16 and 88.
  agent.localUsername = randomBytes(4).toString('hex');
  agent.localPassword = randomBytes(16).toString('hex');
  agent.userHistory = { [agent.localUsername]: agent.localPassword };
  connectionParts(agent).localCandidatesStart = true;
  agent.localCandidatesEnd = true;
  return agent;
}

/**
 * Gives the agent a socket, whose host candidate goes behind those it has.
 *
 * @param place among the addresses: the first is preferred
 */
export function attachPort(agent: Connection, port: UdpPort, place: number): StunProtocol {
  const stun = stunOn(port);
  stun.localCandidate = new Candidate(
    candidateFoundation('host', 'udp', port.address),
    1,
    'udp',
    candidatePriority('host', TOP_PREFERENCE - place * PREFERENCE_STEP),
    port.address,
    port.port,
    'host',
    undefined,
    undefined,
    undefined,
    agent.generation,
    agent.localUsername,
  );
  const parts = connectionParts(agent);
  parts.ensureProtocol(stun);
  parts.protocols.push(stun);
  parts.appendLocalCandidate(stun.localCandidate);
  return stun;
}

/** Whether a server can answer a socket: another family or a loopback would use the time up. */
function canAsk(address: string, { host }: StunServer): boolean {
  if (isLoopback(address) !== isLoopback(host)) return false;
  // werift looks names up in the family of the socket.
  return isIP(host) === 0 || isIP(host) === isIP(address);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

/** Adds the addresses that the first STUN server sees, as far as it answers in time. */
export async function askStunServer(
  agent: Connection,
  sockets: readonly StunProtocol[],
  { stun: [server], stunTimeout }: NetworkSettings,
): Promise<void> {
  if (!server) return;
  const asking = sockets.filter(({ localCandidate }) => canAsk(localCandidate?.host ?? '', server));
  if (asking.length === 0) return;
  const asked = asking.map(async (socket) => {
    const candidate = await serverReflexiveCandidate(socket, [server.host, server.port]);
    const isKnown = agent.localCandidates.some(
      ({ host, port }) => host === candidate?.host && port === candidate.port,
    );
    if (candidate && !isKnown) connectionParts(agent).appendLocalCandidate(candidate);
  });
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, stunTimeout);
  });
  await Promise.race([Promise.allSettled(asked), deadline]);
  clearTimeout(timer);
}

/** The client has chosen another pair than before: consent goes with it. */
export function renominate(agent: Connection, pair: CandidatePair): void {
  agent.resetNominatedPair();
  pair.nominated = true;
  connectionParts(agent).checkComplete(pair);
}

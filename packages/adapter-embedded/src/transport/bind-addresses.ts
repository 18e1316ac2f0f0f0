import type { Logger } from '@whipway/core';
import type { NetworkSettings } from './network-settings.js';
import { errorCode, UdpPort } from './udp-port.js';

/** A socket on one of the configured addresses. */
export interface BoundAddress {
  readonly port: UdpPort;
  /** Which of the addresses it is: 0 is the preferred one. */
  readonly place: number;
}

export interface Binding {
  readonly bound: readonly BoundAddress[];
  /** The system's errors, of the addresses that are missing. */
  readonly failures: readonly unknown[];
}

/** Binds a socket on each configured address that belongs to this machine, within the port range. */
export async function bindAddresses(network: NetworkSettings): Promise<Binding> {
  const { addresses, udpPorts, onUnbound } = network;
  const bound: BoundAddress[] = [];
  const failures: unknown[] = [];
  const outcomes = await Promise.allSettled(
    addresses.map((address) => UdpPort.bind(address, udpPorts)),
  );
  outcomes.forEach((outcome, place) => {
    if (outcome.status === 'fulfilled') bound.push({ port: outcome.value, place });
    else {
      onUnbound(addresses[place] ?? '', outcome.reason);
      failures.push(outcome.reason);
    }
  });
  return { bound, failures };
}

/** Warns of each address that cannot be bound, once for each of the system's reasons. */
export function warnOfUnbound(logger: Logger): NetworkSettings['onUnbound'] {
  const told = new Set<string>();
  return (address, error) => {
    const code = errorCode(error);
    const key = `${address} ${code}`;
    if (told.has(key)) return;
    told.add(key);
    logger.warn('an address of media.addresses cannot be bound', { address, code });
  };
}

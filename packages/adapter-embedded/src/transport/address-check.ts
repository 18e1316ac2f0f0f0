import { type Clock, WhipError } from '@whipway/core';
import { bindAddresses } from './bind-addresses.js';
import type { NetworkSettings } from './network-settings.js';
import { isInUse } from './udp-port.js';

/** An outcome counts for this long, milliseconds: health checks must not eat the ports up. */
const FRESH = 1000;

/** Whether sessions could be opened now, by binding what one of them would need. */
export class AddressCheck {
  readonly #network: NetworkSettings;
  readonly #clock: Clock;
  #last: { readonly at: number; readonly outcome: Promise<void> } | undefined;

  constructor(network: NetworkSettings, clock: Clock) {
    this.#network = network;
    this.#clock = clock;
  }

  /** @throws WhipError `backend-unavailable` when no address of `media.addresses` can be bound */
  run(): Promise<void> {
    const at = this.#clock.now();
    if (!this.#last || Math.abs(at - this.#last.at) >= FRESH)
      this.#last = { at, outcome: check(this.#network) };
    return this.#last.outcome;
  }
}

async function check(network: NetworkSettings): Promise<void> {
  const { bound, failures } = await bindAddresses(network);
  await Promise.all(bound.map(({ port }) => port.close()));
  if (bound.length > 0) return;
  throw new WhipError(
    'backend-unavailable',
    failures.some(isInUse)
      ? 'All ports of media.udpPorts are in use.'
      : 'No address of media.addresses belongs to this machine; a public one behind NAT goes into media.announced.',
    { cause: failures[0] },
  );
}

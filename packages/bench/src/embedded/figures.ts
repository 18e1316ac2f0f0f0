import type { Forwarded } from './measure-way.js';

export interface Figures {
  readonly packetsInPerSecond: number;
  readonly packetsOutPerSecond: number;
  /** Bits per second of payload that came in. */
  readonly bitrateIn: number;
  /** CPU microseconds of the forwarder, for each packet that came in or went out. */
  readonly microsecondsPerPacket: number;
  /** Share of one core. */
  readonly core: number;
  /** Packets that came to viewers; about those that went out. */
  readonly deliveredPerSecond: number;
  readonly missing: number;
}

export function figuresOf({ before, after, delivered, missing }: Forwarded): Figures {
  const seconds = (after.at - before.at) / 1_000;
  const packetsIn = after.packetsIn - before.packetsIn;
  const packetsOut = after.packetsOut - before.packetsOut;
  const cpu = after.cpu - before.cpu;
  return {
    packetsInPerSecond: packetsIn / seconds,
    packetsOutPerSecond: packetsOut / seconds,
    bitrateIn: ((after.bytesIn - before.bytesIn) * 8) / seconds,
    microsecondsPerPacket: (cpu * 1_000) / (packetsIn + packetsOut),
    core: cpu / 1_000 / seconds,
    deliveredPerSecond: delivered / seconds,
    missing,
  };
}

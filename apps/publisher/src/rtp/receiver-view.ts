import type { RtcpReceiverInfo } from 'werift';
import { middleOf } from './ntp-time.js';

/** What the receiver says of a track that is sent to it (RFC 3550, section 6.4.1). */
export interface ReceiverView {
  /** Since the start. */
  readonly packetsLost: number;
  /** Share of packets lost since the report before, 0 to 1. */
  readonly fractionLost: number;
  /** Milliseconds; undefined until it has answered a sender report. */
  readonly roundTripTime: number | undefined;
}

const TOP = 2 ** 32;

/** @param now NTP time at which the report came */
export function readReceiverReport(report: RtcpReceiverInfo, now: bigint): ReceiverView {
  const { lsr, dlsr, packetsLost, fractionLost } = report;
  const passed = (((middleOf(now) - lsr - dlsr) % TOP) + TOP) % TOP;
  // A clock that was set back makes it huge.
  const plausible = lsr !== 0 && passed < 65_536 * 60;
  return {
    packetsLost,
    fractionLost: fractionLost / 256,
    roundTripTime: plausible ? (passed * 1000) / 65_536 : undefined,
  };
}

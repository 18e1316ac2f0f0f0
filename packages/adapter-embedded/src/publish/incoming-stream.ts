import { MissingPackets } from '../rtp/missing-packets.js';
import { compactDelay, compactNtp } from '../rtp/ntp-time.js';
import { Reception } from '../rtp/reception.js';
import type { ReportBlock } from '../rtp/rtcp-writing.js';

/** The sender's clock against its timestamps, as its last sender report told. */
export interface SenderClock {
  readonly ntp: bigint;
  readonly timestamp: number;
  /** When the report came, milliseconds. */
  readonly at: number;
}

/** One media stream of a publisher, by its SSRC: a track, or one simulcast layer of it. */
export class IncomingStream {
  readonly ssrc: number;
  readonly rid: string | undefined;
  readonly reception: Reception;
  readonly missing = new MissingPackets();
  clock: SenderClock | undefined;
  nacks = 0;
  keyframeRequests = 0;

  constructor(ssrc: number, rid: string | undefined, clockRate: number) {
    this.ssrc = ssrc;
    this.rid = rid;
    this.reception = new Reception(clockRate);
  }

  /**
   * Counts a packet.
   *
   * @param repaired it came as a retransmission
   * @returns `fresh`, `repeated` for one that came before, `broken`: fresh, after a gap too long to fill
   */
  receive(
    packet: { readonly index: number; readonly timestamp: number; readonly bytes: number },
    repaired: boolean,
    now: number,
  ): 'fresh' | 'repeated' | 'broken' {
    const outcome = this.missing.received(packet.index, now);
    if (outcome === 'known') return 'repeated';
    if (repaired) this.reception.addRepaired(packet.bytes);
    else this.reception.add(packet.index, packet.timestamp, packet.bytes, now);
    return outcome === 'broken' ? 'broken' : 'fresh';
  }

  reportBlock(now: number): ReportBlock {
    const { clock } = this;
    return {
      ssrc: this.ssrc,
      ...this.reception.report(),
      lastReport: clock ? compactNtp(clock.ntp) : 0,
      delay: clock ? compactDelay(now - clock.at) : 0,
    };
  }
}

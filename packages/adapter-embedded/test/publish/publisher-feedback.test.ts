import { describe, expect, it } from '@jest/globals';
import { RtcpPacketConverter, RtcpRrPacket, RtpHeader } from 'werift';
import { BitrateMeter } from '../../src/bitrate-meter.js';
import type { IncomingStream } from '../../src/publish/incoming-stream.js';
import { PublishedTrack } from '../../src/publish/published-track.js';
import { PublisherFeedback } from '../../src/publish/publisher-feedback.js';
import type { MediaTransport } from '../../src/transport/media-transport.js';
import type { RtpPacket } from '../../src/transport/srtp-link.js';
import { agreedTrack } from '../support/agreed-tracks.js';
import { ManualClock } from '../support/manual-clock.js';

const TYPE = { receiverReport: 201, transport: 205, payload: 206 };

function packet(index: number, transportSequence?: number): RtpPacket {
  const extension = Buffer.alloc(2);
  extension.writeUInt16BE(transportSequence ?? 0);
  const header = new RtpHeader({
    ssrc: 7,
    sequenceNumber: index,
    timestamp: index * 3000,
    extensions: transportSequence === undefined ? [] : [{ id: 3, payload: extension }],
  });
  return { header, index, payload: Buffer.alloc(1000) };
}

function publisher(feedback: readonly string[]) {
  const clock = new ManualClock();
  const sent: Buffer[] = [];
  const transport = {
    ready: true,
    roundTripTime: 20,
    sendRtcp: (data: Buffer): void => void sent.push(data),
  };
  const bitrates = new BitrateMeter<IncomingStream>();
  const told = new PublisherFeedback({
    transport: transport as unknown as MediaTransport,
    maximumBitrate: 3_000_000,
    clock,
    bitrates,
  });
  const agreed = agreedTrack('video', { codec: { feedback } });
  const { ownSsrc } = told;
  const send = (data: Buffer): void => transport.sendRtcp(data);
  const track = new PublishedTrack({ agreed, ownSsrc, layer: 'highest', clock, send });
  told.start([track]);
  const receive = (...parameters: Parameters<typeof packet>): void => {
    const received = packet(...parameters);
    told.arrived(agreed, received);
    track.receive(
      received,
      { track: agreed, rid: undefined, isRetransmission: false },
      clock.now(),
    );
  };
  return { clock, sent, told, transport, track, bitrates, receive };
}

/** Types of the RTCP packets that begin what was sent. */
function types(sent: readonly Buffer[]): readonly number[] {
  return sent.map((data) => data.readUInt8(1));
}

describe('PublisherFeedback', () => {
  it('says nothing before the first packet, or before the transport is up', () => {
    const { clock, sent, transport, receive } = publisher(['nack']);
    clock.pass(5000);
    transport.ready = false;
    receive(1, 1);
    clock.pass(5000);
    expect(sent).toEqual([]);
  });

  it('reports losses and the sender’s clock every second', () => {
    const { clock, sent, track, receive } = publisher([]);
    for (const index of [10, 11, 13]) receive(index);
    const stream = track.streamOf(7);
    if (stream) stream.clock = { ntp: 0x1111222233334444n, timestamp: 0, at: clock.now() };
    clock.pass(1000);
    expect(types(sent)).toEqual([TYPE.receiverReport]);
    const [report] = RtcpPacketConverter.deSerialize(sent[0] ?? Buffer.alloc(0));
    if (!(report instanceof RtcpRrPacket)) throw new Error('no receiver report');
    expect(report.reports).toEqual([
      expect.objectContaining({
        ssrc: 7,
        packetsLost: 1,
        fractionLost: 64,
        highestSequence: 13,
        lsr: 0x22223333,
        dlsr: 65_536,
      }),
    ]);
    clock.pass(2000);
    expect(sent).toHaveLength(3);
  });

  it('tells arrivals every 50 ms where the sender counts its packets', () => {
    const { clock, sent, receive } = publisher([]);
    receive(1, 500);
    receive(2, 501);
    clock.pass(50);
    receive(3, 502);
    clock.pass(50);
    clock.pass(50);
    expect(types(sent)).toEqual([TYPE.transport, TYPE.transport]);
    expect(sent.map((data) => data.readUInt16BE(12))).toEqual([500, 502]);
    expect(sent.map((data) => data.readUInt16BE(14))).toEqual([2, 1]);
  });

  it.each([
    [['goog-remb'], true],
    [['transport-cc'], false],
  ])('with feedback %j limits the bitrate: %s', (feedback, limits) => {
    const { clock, sent, receive } = publisher(feedback);
    receive(1);
    clock.pass(1000);
    expect(sent[0]?.includes('REMB')).toBe(limits);
  });

  it('asks for missing packets within a tenth of a second', () => {
    const { clock, sent, receive } = publisher(['nack']);
    receive(1);
    receive(3);
    clock.pass(100);
    expect(types(sent)).toContain(TYPE.transport);
    expect(sent.filter((data) => (data.readUInt8(0) & 31) === 1)).not.toHaveLength(0);
  });

  it('measures bitrates', () => {
    const { clock, track, bitrates, receive } = publisher([]);
    receive(1);
    clock.pass(1000);
    for (let index = 2; index <= 101; index += 1) receive(index);
    clock.pass(1000);
    const [stream] = track.streams;
    expect(stream && bitrates.rateOf(stream)).toBe(800_000);
  });

  it('is silent and without a timer once stopped', () => {
    const { clock, sent, told, track, receive } = publisher(['nack']);
    receive(1, 1);
    told.stop();
    track.stop();
    clock.pass(5000);
    expect(clock.armed).toBe(0);
    expect(sent).toEqual([]);
  });
});

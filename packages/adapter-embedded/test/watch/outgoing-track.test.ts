import { describe, expect, it } from '@jest/globals';
import { RtpHeader } from 'werift';
import { PublishedTrack } from '../../src/publish/published-track.js';
import type { ForwardedPacket } from '../../src/rtp/packet-ring.js';
import { readRtcp } from '../../src/rtp/rtcp-reading.js';
import type { MediaTransport } from '../../src/transport/media-transport.js';
import { outgoingHeader } from '../../src/watch/outgoing-header.js';
import { OutgoingTrack } from '../../src/watch/outgoing-track.js';
import { agreedTrack } from '../support/agreed-tracks.js';
import { ManualClock } from '../support/manual-clock.js';

interface Sent {
  readonly payloadType: number;
  readonly ssrc: number;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: string;
  readonly rollovers: number;
}

/** A transport that writes down what it is to send. */
class Wire {
  readonly sent: Sent[] = [];
  ready = true;

  sendRtp(header: RtpHeader, payload: Buffer, rollovers: number): void {
    const { payloadType, ssrc, sequenceNumber, timestamp, marker } = header;
    const text = payload.toString('latin1');
    this.sent.push({
      payloadType,
      ssrc,
      sequenceNumber,
      timestamp,
      marker,
      payload: text,
      rollovers,
    });
  }
}

function outgoing(retransmission: number | undefined) {
  const wire = new Wire();
  const clock = new ManualClock();
  const feedback: Buffer[] = [];
  const published = new PublishedTrack({
    agreed: agreedTrack('video'),
    ownSsrc: 1,
    layer: 'highest',
    clock,
    send: (data) => feedback.push(data),
  });
  const agreed = { ...agreedTrack('video', { codec: { payloadType: 120 } }), retransmission };
  const sent = {
    ssrc: 500,
    retransmission: retransmission === undefined ? undefined : 501,
    streamId: 'stream',
  };
  const track = new OutgoingTrack(agreed, sent, published, wire as unknown as MediaTransport);
  published.forwarding.sinks.add(track);
  /** A packet of the publisher, through its forwarding. */
  const publish = (index: number, startsHere = false, payload = `p${index}`): void =>
    published.forwarding.accept(
      {
        ssrc: 9,
        index,
        timestamp: index * 10,
        marker: index % 2 === 0,
        payload: Buffer.from(payload),
        startsHere,
      },
      clock.now(),
    );
  return { wire, clock, track, publish, feedback };
}

describe('OutgoingTrack', () => {
  it('begins at a key frame, with numbers of its own', () => {
    const { wire, track, publish } = outgoing(121);
    publish(65_000);
    publish(65_001);
    expect(wire.sent).toEqual([]);
    expect(track.waitsForKeyframe).toBe(true);
    publish(65_002, true);
    publish(65_004);
    publish(65_003);
    const [first] = wire.sent;
    const start = first?.sequenceNumber ?? 0;
    expect(start).toBeLessThan(2 ** 15);
    expect(wire.sent.map(({ sequenceNumber }) => sequenceNumber - start)).toEqual([0, 2, 1]);
    expect(first).toEqual({
      payloadType: 120,
      ssrc: 500,
      sequenceNumber: start,
      timestamp: 650_020,
      marker: true,
      payload: 'p65002',
      rollovers: 0,
    });
  });

  it('drops what comes late from before its beginning', () => {
    const { wire, publish } = outgoing(121);
    publish(10);
    publish(12, true);
    publish(11);
    expect(wire.sent).toHaveLength(1);
  });

  it('counts rollovers of its own numbers, not of the publisher’s', () => {
    const { wire, publish } = outgoing(121);
    publish(60_000, true);
    for (let index = 60_001; index < 60_000 + 70_000; index += 1) publish(index);
    const rolled = wire.sent.findIndex(({ rollovers }) => rollovers === 1);
    expect(wire.sent[rolled]?.sequenceNumber).toBe(0);
    expect(wire.sent[rolled - 1]?.sequenceNumber).toBe(65_535);
    expect(wire.sent.slice(rolled).every(({ rollovers }) => rollovers >= 1)).toBe(true);
  });

  it('sends nothing before the transport is up', () => {
    const { wire, publish } = outgoing(121);
    wire.ready = false;
    publish(1, true);
    wire.ready = true;
    publish(2);
    expect(wire.sent).toEqual([]);
  });

  it('repeats on the retransmission stream, with the original number in front', () => {
    const { wire, clock, track, publish } = outgoing(121);
    for (let index = 1; index <= 5; index += 1) publish(index, true);
    const lost = wire.sent[2];
    if (!lost) throw new Error('nothing was sent');
    track.repeat([lost.sequenceNumber, 60_000], clock.now());
    track.repeat([wire.sent[3]?.sequenceNumber ?? 0], clock.now());
    const [once, twice] = wire.sent.slice(5);
    const number = Buffer.alloc(2);
    number.writeUInt16BE(lost.sequenceNumber);
    expect(once).toMatchObject({ payloadType: 121, ssrc: 501, timestamp: lost.timestamp });
    expect(once?.payload).toBe(`${number.toString('latin1')}p3`);
    expect(twice?.sequenceNumber).toBe((once?.sequenceNumber ?? 0) + 1);
    expect(wire.sent).toHaveLength(7);
  });

  it('repeats the packet itself where there is no such stream', () => {
    const { wire, clock, track, publish } = outgoing(undefined);
    for (let index = 1; index <= 3; index += 1) publish(index, true);
    track.repeat([wire.sent[1]?.sequenceNumber ?? 0], clock.now());
    expect(wire.sent[3]).toEqual(wire.sent[1]);
  });

  it('does not repeat the same packet again within 20 ms', () => {
    const { wire, clock, track, publish } = outgoing(121);
    publish(1, true);
    const { sequenceNumber = 0 } = wire.sent[0] ?? {};
    track.repeat([sequenceNumber, sequenceNumber], clock.now());
    clock.pass(19);
    track.repeat([sequenceNumber], clock.now());
    expect(wire.sent).toHaveLength(2);
    clock.pass(1);
    track.repeat([sequenceNumber], clock.now());
    expect(wire.sent).toHaveLength(3);
  });

  it('repeats a burst, and then no more bytes than it forwards', () => {
    const { wire, clock, track, publish } = outgoing(121);
    const payload = 'x'.repeat(1024);
    for (let index = 1; index <= 1000; index += 1) publish(index, true, payload);
    const numbers = wire.sent.map(({ sequenceNumber }) => sequenceNumber);
    const repeatAll = (): number => {
      const before = wire.sent.length;
      clock.pass(20);
      track.repeat(numbers, clock.now());
      return wire.sent.length - before;
    };
    expect([repeatAll(), repeatAll(), repeatAll()]).toEqual([256, 0, 0]);
    for (let index = 1001; index <= 1010; index += 1) publish(index, false, payload);
    expect([repeatAll(), repeatAll()]).toEqual([10, 0]);
    for (let index = 1011; index <= 1800; index += 1) publish(index, false, payload);
    numbers.splice(0, numbers.length, ...wire.sent.slice(-790).map((sent) => sent.sequenceNumber));
    expect([repeatAll(), repeatAll()]).toEqual([256, 0]);
  });

  it('hands the viewer’s wish for a key frame to the publisher, and counts', () => {
    const { clock, track, publish, feedback } = outgoing(121);
    publish(1, true);
    track.pictureLost();
    track.pictureLost();
    clock.pass(1000);
    expect(feedback).toHaveLength(2);
    const asked: number[] = [];
    for (const data of feedback) readRtcp(data, { pictureLost: (ssrc) => asked.push(ssrc) });
    expect(asked).toEqual([9, 9]);
    track.repeat([1, 2, 3], clock.now());
    expect(track.stats(5000)).toMatchObject({
      kind: 'video',
      codec: 'vp8',
      packets: 1,
      bytes: 2,
      nacks: 3,
      keyframeRequests: 2,
      bitrate: 5000,
    });
  });

  it('reports its own packets under the publisher’s clock', () => {
    const { track, publish } = outgoing(121);
    publish(1, true);
    publish(2);
    const report = track.senderReport({ ntp: 77n, timestamp: 123, at: 0 });
    const heard: unknown[] = [];
    readRtcp(report, { senderReport: (...values) => heard.push(values) });
    expect(heard).toEqual([[500, 77n, 123]]);
    expect(report.readUInt32BE(20)).toBe(2);
    expect(report.readUInt32BE(24)).toBe(4);
    expect(report.includes('stream')).toBe(true);
  });
});

describe('outgoingHeader', () => {
  function written(...parameters: Parameters<typeof outgoingHeader>): RtpHeader {
    const header = outgoingHeader(...parameters);
    Object.assign(header, { sequenceNumber: 65_535, timestamp: 2 ** 32 - 1, marker: true });
    return RtpHeader.deSerialize(header.serialize(header.serializeSize));
  }

  it('carries the mid', () => {
    const header = written(127, 2 ** 32 - 1, { id: 14, value: 'video1' });
    expect(header).toMatchObject({ payloadType: 127, ssrc: 2 ** 32 - 1, marker: true });
    expect(header).toMatchObject({ sequenceNumber: 65_535, timestamp: 2 ** 32 - 1 });
    expect(header.extensions.map(({ id, payload }) => [id, payload.toString()])).toEqual([
      [14, 'video1'],
    ]);
  });

  it.each([
    ['nothing negotiated', undefined],
    ['an id that needs two-byte headers', { id: 15, value: '1' }],
    ['a mid that is too long', { id: 1, value: 'x'.repeat(17) }],
  ])('goes without it for %s', (_what, mid) => {
    const header = written(96, 1, mid);
    expect(header.extension).toBe(false);
    expect(header.payloadOffset).toBe(12);
  });
});

describe('one packet for all viewers', () => {
  it('is not changed by any of them', () => {
    const { track } = outgoing(121);
    const packet: ForwardedPacket = Object.freeze({
      index: 70_000,
      timestamp: 1,
      marker: false,
      payload: Buffer.from('shared'),
      startsHere: true,
    });
    track.forward(packet);
    track.repeat([1], 0);
    expect(packet.payload.toString()).toBe('shared');
  });
});

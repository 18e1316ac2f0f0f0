import { describe, expect, it } from '@jest/globals';
import { RtpHeader } from 'werift';
import { PublishedTrack } from '../../src/publish/published-track.js';
import { ntpAfter, toNtp } from '../../src/rtp/ntp-time.js';
import { publisherClocks } from '../../src/watch/publisher-clock.js';
import { agreedTrack } from '../support/agreed-tracks.js';
import { ManualClock } from '../support/manual-clock.js';

const TIME = new ManualClock();
const NOW = TIME.now();

function track(kind: 'audio' | 'video'): PublishedTrack {
  const send = (): void => {};
  const agreed = agreedTrack(kind);
  return new PublishedTrack({ agreed, ownSsrc: 1, layer: 'highest', clock: TIME, send });
}

const SSRC = { audio: 11, video: 22 };

function receive(published: PublishedTrack, timestamp: number, at: number): void {
  const { agreed } = published;
  const ssrc = SSRC[agreed.kind];
  const header = new RtpHeader({ ssrc, timestamp, sequenceNumber: 1 });
  const packet = { header, payload: Buffer.from('109002000001', 'hex'), index: 1 };
  published.receive(packet, { track: agreed, rid: undefined, isRetransmission: false }, at);
}

function report(published: PublishedTrack, ntp: bigint, timestamp: number, at: number): void {
  const stream = published.streamOf(SSRC[published.agreed.kind]);
  if (stream) stream.clock = { ntp, timestamp, at };
}

describe('publisherClocks', () => {
  it('goes on from the publisher’s own reports', () => {
    const [audio, video] = [track('audio'), track('video')];
    receive(audio, 1000, NOW);
    receive(video, 5000, NOW);
    report(audio, 10n << 32n, 1000, NOW);
    report(video, 10n << 32n, 5000, NOW);
    const clocks = publisherClocks([audio, video], NOW + 500);
    const ntp = ntpAfter(10n << 32n, 500);
    expect(clocks.get(audio)).toEqual({ ntp, timestamp: 1000 + 24_000, at: NOW + 500 });
    expect(clocks.get(video)).toEqual({ ntp, timestamp: 5000 + 45_000, at: NOW + 500 });
  });

  it('goes by arrival for all tracks while one has not reported', () => {
    const [audio, video] = [track('audio'), track('video')];
    receive(audio, 1000, NOW);
    receive(video, 5000, NOW + 10);
    report(audio, 10n << 32n, 1000, NOW);
    const clocks = publisherClocks([audio, video], NOW + 100);
    expect(clocks.get(audio)).toMatchObject({ timestamp: 1000 + 4800 });
    expect(clocks.get(video)).toMatchObject({ timestamp: 5000 + 8100 });
    const difference = (clocks.get(audio)?.ntp ?? 0n) - toNtp(NOW + 100);
    expect(Number(difference) / 2 ** 32).toBeCloseTo(0, 3);
  });

  it('leaves out tracks that do not flow', () => {
    const [audio, video] = [track('audio'), track('video')];
    receive(audio, 1000, NOW);
    report(audio, 10n << 32n, 1000, NOW);
    const clocks = publisherClocks([audio, video], NOW);
    expect([...clocks.keys()]).toEqual([audio]);
    expect(clocks.get(audio)?.ntp).toBe(10n << 32n);
  });
});

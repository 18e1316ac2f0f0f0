import { describe, expect, it } from '@jest/globals';
import { KeyframeRequests } from '../../src/publish/keyframe-requests.js';
import { readRtcp } from '../../src/rtp/rtcp-reading.js';
import { agreedTrack } from '../support/agreed-tracks.js';
import { ManualClock } from '../support/manual-clock.js';

function requests(feedback: readonly string[]) {
  const clock = new ManualClock();
  const sent: Buffer[] = [];
  const track = agreedTrack('video', { codec: { feedback } });
  return {
    clock,
    sent,
    requests: new KeyframeRequests(track, 1, clock, (data) => sent.push(data)),
  };
}

describe('KeyframeRequests', () => {
  it('asks at once, then not again before half a second is over', () => {
    const { clock, sent, requests: keyframes } = requests(['nack pli']);
    for (let viewer = 0; viewer < 20; viewer += 1) keyframes.ask(7);
    expect(sent).toHaveLength(1);
    clock.pass(499);
    expect(sent).toHaveLength(1);
    clock.pass(1);
    expect(sent).toHaveLength(2);
    clock.pass(5000);
    expect(sent).toHaveLength(2);
    keyframes.ask(7);
    expect(sent).toHaveLength(3);
  });

  it('counts each stream by itself', () => {
    const { sent, requests: keyframes } = requests(['nack pli']);
    keyframes.ask(7);
    keyframes.ask(8);
    expect(sent).toHaveLength(2);
  });

  it.each([
    [['nack', 'nack pli', 'ccm fir'], 1],
    [['ccm fir'], 4],
  ])('with feedback %j sends format %d', (feedback, format) => {
    const { sent, requests: keyframes } = requests(feedback);
    keyframes.ask(7);
    expect((sent[0]?.readUInt8(0) ?? 0) & 31).toBe(format);
    const heard: number[] = [];
    readRtcp(sent[0] ?? Buffer.alloc(0), { pictureLost: (ssrc) => heard.push(ssrc) });
    expect(heard).toEqual([7]);
  });

  it('asks nothing of a sender that understands neither', () => {
    const { sent, requests: keyframes } = requests(['nack']);
    keyframes.ask(7);
    expect(sent).toEqual([]);
  });

  it('leaves no timer when stopped', () => {
    const { clock, sent, requests: keyframes } = requests(['nack pli']);
    keyframes.ask(7);
    keyframes.ask(7);
    keyframes.stop();
    expect(clock.armed).toBe(0);
    clock.pass(1000);
    expect(sent).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WhipOptions } from '../src/publish/publish-options.js';
import { WhipClient } from '../src/whip-client.js';
import { FakePeer } from './support/fake-peer.js';
import { MockEndpoint, SDP } from './support/mock-endpoint.js';
import { sampleAnswer } from './support/sample-sdp.js';
import { fakeStream, published, sceneOptions } from './support/scene.js';

let endpoint: MockEndpoint;
beforeEach(async () => {
  endpoint = await MockEndpoint.start();
});
afterEach(() => endpoint.stop());

/** Answers the video section with these lines at its end. */
function answerVideoWith(...lines: string[]): void {
  endpoint.respond.POST = ({ body }) => ({
    status: 201,
    headers: { ...SDP, Location: '/s' },
    body: sampleAnswer(body) + lines.map((line) => `${line}\r\n`).join(''),
  });
}

describe('options that cannot be used', () => {
  // biome-ignore format: one case a line
  it.each<[string, Partial<WhipOptions>]>([
    ['"a b"',                   { simulcast: [{ rid: 'a b' }] }],
    ['"a" needs',                { simulcast: [{ rid: 'a' }, { rid: 'a' }] }],
    ['"a" needs',               { simulcast: [{ rid: 'a', scaleResolutionDownBy: 0.5 }] }],
    ['simulcast: a',            { simulcast: [{ rid: 'a', maxBitrate: 0 }] }],
    ['maxBitrate: audio',       { maxBitrate: { audio: -1 } }],
    ['maxBitrate: video',       { maxBitrate: { video: Number.NaN } }],
    ['codecs: video',           { codecs: { video: [] } }],
  ])('are named: %s', (named, options) => {
    const make = () => new WhipClient({ url: endpoint.url, ...options });
    expect(make).toThrow(expect.objectContaining({ code: 'option-invalid' }));
    expect(make).toThrow(named);
  });
});

describe('chosen codecs', () => {
  const capability = (mimeType: string) => ({ mimeType, clockRate: 90_000 });
  const codecs = ['video/VP8', 'video/rtx', 'video/H264'].map(capability);

  function choosing(...video: string[]): Partial<WhipOptions> {
    return {
      codecs: { video },
      platform: { codecCapabilities: () => ({ send: codecs, receive: codecs }) },
    };
  }

  it('are set before the offer', async () => {
    const { peer } = await published(endpoint, choosing('h264'));
    expect(peer.preferences[0]).toBeUndefined();
    expect(peer.preferences[1]?.map(({ mimeType }) => mimeType)).toEqual([
      'video/H264',
      'video/rtx',
    ]);
  });

  it('that are not there are an error, and nothing is sent', async () => {
    const client = new WhipClient(sceneOptions(endpoint, choosing('H265')).options);
    const publishing = client.publish(fakeStream(['video']));
    await expect(publishing).rejects.toMatchObject({ code: 'codec-unavailable' });
    expect(client.state).toBe('closed');
    expect(endpoint.requests).toEqual([]);
  });

  it('need a platform that has a choice', async () => {
    const createPeerConnection = (configuration: RTCConfiguration) =>
      Object.assign(new FakePeer(configuration), { addTransceiver: () => undefined });
    const { options } = sceneOptions(endpoint, {
      codecs: { video: ['VP8'] },
      platform: { createPeerConnection },
    });
    const client = new WhipClient(options);
    const publishing = client.publish(fakeStream(['video']));
    await expect(publishing).rejects.toMatchObject({ code: 'platform-lacking' });
    await expect(publishing).rejects.toThrow('setCodecPreferences');
  });
});

describe('simulcast', () => {
  it('is offered as the encodings of the video, and told when it is taken', async () => {
    answerVideoWith('a=rid:h recv', 'a=rid:l recv', 'a=simulcast:recv h;l');
    const { client, peer } = await published(endpoint, { simulcast: true });
    const inits = peer.transceivers.map(([, init]) => init.sendEncodings);
    expect(inits[0]).toBeUndefined();
    expect(inits[1]?.map(({ rid }) => rid)).toEqual(['h', 'm', 'l']);
    expect(client.layers).toEqual(['h', 'l']);
  });

  it('sends no layer that the answer dropped (C-35)', async () => {
    answerVideoWith('a=simulcast:recv h;l');
    const { peer } = await published(endpoint, { simulcast: true });
    const sent = peer.senders[1]?.parameters.encodings.map(({ rid, active }) => [rid, active]);
    expect(sent).toEqual([
      ['h', true],
      ['m', false],
      ['l', true],
    ]);
  });

  it('sends the first layer alone when the answer has none (C-35)', async () => {
    const { client, peer } = await published(endpoint, { simulcast: [{ rid: 'x' }, { rid: 'y' }] });
    const active = peer.senders[1]?.parameters.encodings.map((encoding) => encoding.active);
    expect(active).toEqual([true, false]);
    expect(client.layers).toEqual([]);
  });
});

describe('the bitrate limit', () => {
  it('holds from the start, and the next client keeps it', async () => {
    const { client, peer } = await published(endpoint, { maxBitrate: { video: 900_000 } });
    expect(peer.transceivers.map(([, init]) => init.sendEncodings)).toEqual([
      undefined,
      [{ maxBitrate: 900_000 }],
    ]);
    await client.setMaxBitrate({ audio: 32_000, video: undefined });
    const limits = () => peer.senders.map((sender) => sender.parameters.encodings[0]?.maxBitrate);
    expect(limits()).toEqual([32_000, undefined]);
    await client.setMaxBitrate({ video: 500_000 });
    expect(limits()).toEqual([32_000, 500_000]);
    const next = client.renew();
    expect(next.state).toBe('new');
    expect(next.maxBitrate).toEqual({ audio: 32_000, video: 500_000 });
  });

  it('may be set before there is anything to send', async () => {
    const { options, peers } = sceneOptions(endpoint);
    const client = new WhipClient(options);
    await client.setMaxBitrate({ audio: 16_000 });
    await client.publish(fakeStream(['audio']));
    expect(peers[0]?.senders[0]?.parameters.encodings).toEqual([
      { active: true, maxBitrate: 16_000 },
    ]);
  });

  it('is refused when it is no limit, or when the platform will not', async () => {
    const { client, peer } = await published(endpoint);
    const odd = client.setMaxBitrate({ video: 0 });
    await expect(odd).rejects.toMatchObject({ code: 'option-invalid' });
    for (const sender of peer.senders) sender.refusal = new TypeError('not now');
    const refused = client.setMaxBitrate({ video: 1000 });
    await expect(refused).rejects.toMatchObject({
      code: 'option-invalid',
      cause: { message: 'not now' },
    });
    for (const sender of peer.senders) Object.assign(sender, { setParameters: undefined });
    const lacking = client.setMaxBitrate({ video: 1000 });
    await expect(lacking).rejects.toMatchObject({ code: 'platform-lacking' });
    expect(client.state).toBe('connecting');
  });
});

describe('replacing a track', () => {
  it('goes to the sender of its kind, without a request', async () => {
    const { client, peer } = await published(endpoint);
    const track = { kind: 'video', id: 'other' } as MediaStreamTrack;
    await client.replaceTrack(track);
    expect(peer.senders.map(({ tracks }) => tracks)).toEqual([[], [track]]);
    expect(endpoint.requests).toHaveLength(1);
  });

  it('needs one to take the place of, and a track that fits', async () => {
    const { options, peers } = sceneOptions(endpoint);
    const client = new WhipClient(options);
    await client.publish(fakeStream(['audio']));
    const video = client.replaceTrack({ kind: 'video' } as MediaStreamTrack);
    await expect(video).rejects.toMatchObject({ code: 'tracks-unsupported' });
    const [sender] = peers[0]?.senders ?? [];
    if (sender) sender.refusal = new TypeError('ended');
    const ended = client.replaceTrack({ kind: 'audio' } as MediaStreamTrack);
    await expect(ended).rejects.toMatchObject({ code: 'option-invalid' });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WhepClient } from '../src/whep-client.js';
import type { FakePeer } from './support/fake-peer.js';
import { MockEndpoint, quiet, SDP, until } from './support/mock-endpoint.js';
import { sampleAnswer, sampleOffer } from './support/sample-sdp.js';
import { sceneOptions } from './support/scene.js';

let endpoint: MockEndpoint;
beforeEach(async () => {
  endpoint = await MockEndpoint.start();
  endpoint.respond.POST = ({ body }) => ({
    status: 201,
    headers: { ...SDP, Location: '/whep/session/v1', ETag: '"gen-0"' },
    body: sampleAnswer(body, 'sendonly'),
  });
});
afterEach(() => endpoint.stop());

function receive(peer: FakePeer | undefined, kind: string): void {
  peer?.emit('track', { track: { kind, id: `remote-${kind}` } as MediaStreamTrack });
}

describe('playing', () => {
  it('offers to receive audio and video, bundled, without msid', async () => {
    const { options } = sceneOptions(endpoint);
    await new WhepClient(options).play();
    const body = endpoint.of('POST')[0]?.body ?? '';
    expect(body.match(/^m=\w+/gm)).toEqual(['m=audio', 'm=video']);
    expect(body.match(/^a=recvonly\r$/gm)).toHaveLength(2);
    expect(body.match(/^a=rtcp-mux-only\r$/gm)).toHaveLength(2);
    expect(body).not.toContain('a=msid:');
  });

  it('says so when the platform has no MediaStream', async () => {
    const { options } = sceneOptions(endpoint);
    const createMediaStream = () => {
      throw new ReferenceError('MediaStream is not defined');
    };
    const client = new WhepClient({
      ...options,
      platform: { ...options.platform, createMediaStream },
    });
    await expect(client.play()).rejects.toMatchObject({ code: 'platform-lacking' });
    expect(client.state).toBe('closed');
  });

  it('puts what it receives into one stream', async () => {
    const { options, peers } = sceneOptions(endpoint);
    const stream = await new WhepClient(options).play();
    expect(stream.getTracks()).toEqual([]);
    receive(peers[0], 'audio');
    receive(peers[0], 'video');
    expect(stream.getTracks().map(({ id }) => id)).toEqual(['remote-audio', 'remote-video']);
  });

  it('trickles, restarts and ends as publishing does', async () => {
    const { options, peers } = sceneOptions(endpoint);
    const client = new WhepClient(options);
    await client.play();
    peers[0]?.gather(5000);
    await endpoint.reached('PATCH', 1);
    await client.restartIce();
    await client.stop();
    expect(endpoint.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /whip/endpoint/live',
      'PATCH /whep/session/v1',
      'PATCH /whep/session/v1',
      'DELETE /whep/session/v1',
    ]);
  });

  it('tells when another try makes sense while nothing is published', async () => {
    endpoint.respond.POST = () => ({ status: 404, headers: { 'Retry-After': '2' } });
    const { options } = sceneOptions(endpoint);
    await expect(new WhepClient(options).play()).rejects.toMatchObject({
      status: 404,
      retryAfter: 2000,
    });
  });
});

describe('a counter-offer', () => {
  const offer = sampleOffer({ generation: 9, direction: 'sendonly', kinds: ['audio', 'video'] });
  beforeEach(() => {
    endpoint.respond.POST = () => ({
      status: 406,
      headers: { ...SDP, Location: '/whep/session/v2' },
      body: offer,
    });
    endpoint.respond.PATCH = () => ({ status: 204, headers: { ETag: '"gen-0"' } });
  });

  it('is answered by PATCH, on a connection of its own (WHEP, section 4.2)', async () => {
    const { options, peers } = sceneOptions(endpoint, { gatheringTimeout: 30 });
    const client = new WhepClient(options);
    const stream = await client.play();
    expect(peers).toHaveLength(2);
    expect(peers[0]?.calls).toEqual(['createOffer', 'close']);
    expect(peers[1]?.calls).toEqual([
      'setRemoteDescription(offer)',
      'createAnswer',
      'setLocalDescription(answer)',
    ]);
    expect(peers[1]?.remote[0]?.sdp).toBe(offer);
    const [patch] = endpoint.of('PATCH');
    expect(patch?.path).toBe('/whep/session/v2');
    expect(patch?.headers['content-type']).toBe('application/sdp');
    expect(patch?.body).toBe(sampleAnswer(offer));
    receive(peers[1], 'video');
    expect(stream.getTracks()).toHaveLength(1);
    peers[1]?.become('connected');
    expect(client.state).toBe('connected');
    await client.stop();
    expect(endpoint.of('DELETE')).toHaveLength(1);
  });

  it('that was taken survives a short loss, without a restart (C-21)', async () => {
    const { options, peers } = sceneOptions(endpoint, { gatheringTimeout: 30 });
    const client = new WhepClient(options);
    await client.play();
    peers[1]?.become('connected');
    peers[1]?.become('disconnected');
    await quiet();
    expect(client.state).toBe('disconnected');
    peers[1]?.become('connected');
    expect(client.state).toBe('connected');
  });

  it('is not answered after a stop (C-22)', async () => {
    const { options, peers } = sceneOptions(endpoint);
    const client = new WhepClient(options);
    const playing = client.play();
    await until(
      () => peers[1]?.calls.includes('setLocalDescription(answer)') ?? false,
      'an answer',
    );
    await client.stop();
    await expect(playing).rejects.toMatchObject({ code: 'aborted' });
    await quiet();
    expect(endpoint.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  it('that is not accepted ends the session', async () => {
    endpoint.respond.PATCH = () => ({ status: 422 });
    const { options } = sceneOptions(endpoint, { gatheringTimeout: 30 });
    const client = new WhepClient(options);
    await expect(client.play()).rejects.toMatchObject({ code: 'refused', status: 422 });
    await endpoint.reached('DELETE', 1);
    await until(() => client.state === 'closed', 'the end');
  });
});

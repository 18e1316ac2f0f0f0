import type { WhipOptions } from '../../src/publish/publish-options.js';
import { WhipClient } from '../../src/whip-client.js';
import { FakePeer } from './fake-peer.js';
import type { MockEndpoint } from './mock-endpoint.js';

/** Client options for a mock endpoint; peers are collected. */
export function sceneOptions(
  endpoint: MockEndpoint,
  options: Partial<WhipOptions> = {},
  refusals: FakePeer['refusals'] = {},
): { readonly options: WhipOptions; readonly peers: FakePeer[] } {
  const peers: FakePeer[] = [];
  const createPeerConnection = (configuration: RTCConfiguration) => {
    const peer = new FakePeer(configuration);
    Object.assign(peer.refusals, refusals);
    peers.push(peer);
    return peer;
  };
  return {
    peers,
    options: {
      url: endpoint.url,
      trickleWindow: 20,
      patience: 20,
      ...options,
      platform: {
        createPeerConnection,
        createMediaStream: () => fakeStream([]),
        ...options.platform,
      },
    },
  };
}

export interface PublishedScene {
  readonly client: WhipClient;
  readonly peer: FakePeer;
}

/** A client that has published audio and video. */
export async function published(
  endpoint: MockEndpoint,
  options: Partial<WhipOptions> = {},
): Promise<PublishedScene> {
  const scene = sceneOptions(endpoint, options);
  const client = new WhipClient(scene.options);
  await client.publish(fakeStream(['audio', 'video']));
  const [peer] = scene.peers;
  if (!peer) throw new Error('No connection was made.');
  return { client, peer };
}

/** A MediaStream as far as this package looks. */
export function fakeStream(kinds: readonly string[], id = 'stream-1'): MediaStream {
  const tracks = kinds.map((kind) => ({ kind, id: `track-${kind}` }) as MediaStreamTrack);
  const stream = {
    id,
    getTracks: () => tracks,
    getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
    getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
    addTrack: (track: MediaStreamTrack) => tracks.push(track),
  };
  return stream as unknown as MediaStream;
}

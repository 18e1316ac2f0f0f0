import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WhipClient } from '../src/whip-client.js';
import { MockEndpoint, quiet, SDP } from './support/mock-endpoint.js';
import { sampleAnswer } from './support/sample-sdp.js';
import { fakeStream, published, sceneOptions } from './support/scene.js';

let endpoint: MockEndpoint;
beforeEach(async () => {
  endpoint = await MockEndpoint.start();
});
afterEach(() => endpoint.stop());

describe('the offer', () => {
  it('is POSTed as application/sdp without a charset (C-02)', async () => {
    await published(endpoint);
    const [post] = endpoint.of('POST');
    expect(post?.path).toBe('/whip/endpoint/live');
    expect(post?.headers['content-type']).toBe('application/sdp');
    expect(post?.body.startsWith('v=0\r\n')).toBe(true);
  });

  it('is sendonly, one transport, one stream (C-03, C-04, C-05, C-06, C-07)', async () => {
    const { peer } = await published(endpoint);
    const body = endpoint.of('POST')[0]?.body ?? '';
    const sections = body.split(/^(?=m=)/m).slice(1);
    expect(sections).toHaveLength(2);
    for (const section of sections) {
      expect(section).toContain('a=sendonly\r\n');
      expect(section).toContain('a=rtcp-mux-only\r\n');
      expect(section).toContain('a=setup:actpass\r\n');
      expect(section.match(/^a=msid:/gm)).toHaveLength(1);
      expect(section).toMatch(/^a=msid:stream-1 track-(audio|video)\r$/m);
    }
    expect(body).not.toContain('ice-lite');
    expect(peer.configuration).toMatchObject({
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
    });
  });

  it('leaves the connection its own text', async () => {
    const { peer } = await published(endpoint);
    expect(peer.localDescription?.sdp).not.toContain('rtcp-mux-only');
  });

  it.each([[[]], [['audio', 'audio']], [['video', 'video', 'audio']]])(
    'is refused for the tracks %j (C-05)',
    async (kinds) => {
      const { options } = sceneOptions(endpoint);
      const publishing = new WhipClient(options).publish(fakeStream(kinds));
      await expect(publishing).rejects.toMatchObject({ code: 'tracks-unsupported' });
      expect(endpoint.requests).toEqual([]);
    },
  );

  it('waits for gathering in half-trickle mode, and nothing is trickled then (C-08)', async () => {
    const { options, peers } = sceneOptions(endpoint, { trickle: 'half' });
    const publishing = new WhipClient(options).publish(fakeStream(['audio']));
    await quiet(30);
    expect(endpoint.requests).toEqual([]);
    peers[0]?.gatheringDone();
    await publishing;
    const body = endpoint.of('POST')[0]?.body ?? '';
    expect(body.match(/^a=end-of-candidates\r$/gm)).toHaveLength(1);
    peers[0]?.gather(5000);
    await quiet();
    expect(endpoint.of('PATCH')).toEqual([]);
  });

  it('goes out incomplete, and the rest is trickled, when gathering takes too long', async () => {
    const half = { trickle: 'half', gatheringTimeout: 30 } as const;
    const { peer } = await published(endpoint, half);
    expect(endpoint.of('POST')[0]?.body).not.toContain('end-of-candidates');
    peer.gather(5000);
    expect((await endpoint.reached('PATCH', 1))[0]?.body).toContain(' 5000 typ host');
  });
});

describe('an offer that goes out incomplete', () => {
  it('keeps candidates until the 201 (C-09)', async () => {
    let reply: () => void = () => {};
    const wellBehaved = endpoint.respond.POST;
    endpoint.respond.POST = (request) =>
      new Promise((resolve) => {
        reply = () => resolve(wellBehaved(request));
      });
    const { options, peers } = sceneOptions(endpoint, { trickle: 'half', gatheringTimeout: 10 });
    const publishing = new WhipClient(options).publish(fakeStream(['audio']));
    await endpoint.reached('POST', 1);
    peers[0]?.gather(5000);
    peers[0]?.gather(5001);
    await quiet();
    expect(endpoint.of('PATCH')).toEqual([]);
    reply();
    await publishing;
    const [patch] = await endpoint.reached('PATCH', 1);
    expect(patch?.body.match(/ 500\d /g)).toEqual([' 5000 ', ' 5001 ']);
  });
});

describe('ICE servers of the 201', () => {
  const link =
    '<turn:turn.example.net?transport=udp>; rel="ice-server"; username="u"; credential="c"';

  beforeEach(() => {
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: {
        ...SDP,
        Location: '/s',
        Link: ['<stun:stun.example.net>; rel="ice-server"', link],
      },
      body: sampleAnswer(body),
    });
  });

  it('are set before anything is gathered (C-30)', async () => {
    const { peer } = await published(endpoint);
    expect(peer.calls).toEqual([
      'createOffer',
      'setConfiguration',
      'setLocalDescription(offer)',
      'setRemoteDescription(answer)',
    ]);
    expect(peer.configuration.iceServers).toEqual([
      { urls: 'stun:stun.example.net' },
      { urls: 'turn:turn.example.net?transport=udp', username: 'u', credential: 'c' },
    ]);
    expect(peer.configuration.bundlePolicy).toBe('max-bundle');
  });

  it('are kept for an ICE restart when everything has gathered before (C-30)', async () => {
    const { peer } = await published(endpoint, { trickle: 'half', gatheringTimeout: 10 });
    expect(peer.calls).toEqual([
      'createOffer',
      'setLocalDescription(offer)',
      'setConfiguration',
      'setRemoteDescription(answer)',
    ]);
    expect(peer.configuration.iceServers).toHaveLength(2);
  });

  it('that the connection refuses are a warning, not the end (C-31)', async () => {
    const cause = new TypeError('no such server');
    const { options, peers } = sceneOptions(endpoint, {}, { setConfiguration: cause });
    const client = new WhipClient(options);
    const warnings: unknown[] = [];
    client.on('warning', (warning) => warnings.push(warning));
    await client.publish(fakeStream(['audio']));
    expect(warnings).toEqual([expect.objectContaining({ code: 'unexpected-reply', cause })]);
    expect(peers[0]?.calls).toContain('setRemoteDescription(answer)');
    expect(client.state).toBe('connecting');
  });

  it('give way to those of the user (C-30)', async () => {
    const iceServers = [{ urls: 'stun:mine.example.net' }];
    const { peer } = await published(endpoint, { iceServers });
    expect(peer.calls).not.toContain('setConfiguration');
    expect(peer.configuration.iceServers).toEqual(iceServers);
  });
});

describe('a platform that fails', () => {
  it.each([
    [
      'has no RTCPeerConnection',
      new ReferenceError('RTCPeerConnection is not defined'),
      'platform-lacking',
    ],
    ['refuses the configuration', new TypeError('bad iceServers'), 'option-invalid'],
  ])('because it %s is not called a bad answer', async (_, cause, code) => {
    const { options } = sceneOptions(endpoint);
    const createPeerConnection = () => {
      throw cause;
    };
    const client = new WhipClient({ ...options, platform: { createPeerConnection } });
    const publishing = client.publish(fakeStream(['audio']));
    await expect(publishing).rejects.toMatchObject({ code, cause });
    expect(endpoint.requests).toEqual([]);
  });

  it.each(['createOffer', 'setLocalDescription'] as const)(
    'at %s is not called a bad answer',
    async (call) => {
      const cause = new TypeError('not today');
      const { options } = sceneOptions(endpoint, {}, { [call]: cause });
      const publishing = new WhipClient(options).publish(fakeStream(['audio']));
      await expect(publishing).rejects.toMatchObject({ code: 'platform-lacking', cause });
      // A session that was open is not left behind.
      expect(endpoint.of('POST')).toHaveLength(call === 'createOffer' ? 0 : 1);
      if (call !== 'createOffer') await endpoint.reached('DELETE', 1);
    },
  );
});

describe('a section that the answer refuses', () => {
  const answer = (change: (answer: string) => string) => {
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: '/s', ETag: '"gen-0"' },
      body: change(sampleAnswer(body)),
    });
  };

  async function warned() {
    const { options, peers } = sceneOptions(endpoint);
    const client = new WhipClient(options);
    const warnings: string[] = [];
    client.on('warning', ({ code, message }) => warnings.push(`${code}: ${message}`));
    await client.publish(fakeStream(['audio', 'video']));
    return { client, warnings, peer: peers[0] };
  }

  it.each(['audio', 'video'])('is a warning: %s (C-33)', async (kind) => {
    answer((text) => text.replace(`m=${kind} 9`, `m=${kind} 0`));
    const { client, warnings } = await warned();
    expect(warnings).toEqual([`refused: The server takes no ${kind}.`]);
    expect(client.state).toBe('connecting');
  });

  it('carries no candidates of a restart', async () => {
    answer((text) => text.replace('m=audio 9', 'm=audio 0'));
    const { client, peer } = await warned();
    await client.restartIce();
    const [, audio, video] = peer?.remote.at(-1)?.sdp?.split('m=') ?? [];
    expect(audio).not.toContain('a=candidate:');
    expect(video).toContain('a=candidate:');
  });

  it('is none when it has port 0 as a part of the bundle (C-34)', async () => {
    answer((text) => text.replace('m=video 9', 'm=video 0').concat('a=bundle-only\r\n'));
    expect((await warned()).warnings).toEqual([]);
  });

  it('costs the session when there is no other (C-33)', async () => {
    answer((text) => text.replaceAll(/^(m=\w+) 9/gm, '$1 0'));
    await expect(published(endpoint)).rejects.toMatchObject({
      code: 'answer-unusable',
      message: 'The server takes no media.',
    });
    await endpoint.reached('DELETE', 1);
  });
});

describe('the answer', () => {
  it.each([
    ['has another number of sections', (offer: string) => offer.split('m=video')[0] ?? ''],
    ['has another kind', (offer: string) => sampleAnswer(offer).replace('m=video', 'm=audio')],
    [
      'has no fingerprint',
      (offer: string) => sampleAnswer(offer).replace(/a=fingerprint.*\r\n/g, ''),
    ],
    ['is no SDP', () => 'hello'],
  ])('costs the session when it %s (C-33)', async (_, answer) => {
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: '/s' },
      body: answer(body),
    });
    await expect(published(endpoint)).rejects.toMatchObject({ code: 'answer-unusable' });
    expect((await endpoint.reached('DELETE', 1))[0]?.path).toBe('/s');
  });

  it('costs the session when the connection refuses it (C-33)', async () => {
    const { options } = sceneOptions(endpoint);
    const make = options.platform?.createPeerConnection;
    const client = new WhipClient({
      ...options,
      platform: {
        createPeerConnection: (configuration) => {
          const peer = make?.(configuration);
          if (!peer) throw new Error('no peer');
          return Object.assign(peer, {
            onRemote: () => {
              throw new TypeError('not mine');
            },
          });
        },
      },
    });
    const publishing = client.publish(fakeStream(['audio']));
    await expect(publishing).rejects.toMatchObject({ code: 'answer-unusable' });
    await endpoint.reached('DELETE', 1);
    expect(client.state).toBe('closed');
  });

  it('may come with a 200 and without a Location, which ends trickle and DELETE (C-38)', async () => {
    endpoint.respond.POST = ({ body }) => ({
      status: 200,
      headers: SDP,
      body: sampleAnswer(body),
    });
    const { client, peer } = await published(endpoint);
    peer.gather(5000);
    await client.stop();
    await quiet();
    expect(endpoint.requests.map(({ method }) => method)).toEqual(['POST']);
  });
});

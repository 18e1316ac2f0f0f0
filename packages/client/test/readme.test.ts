import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ClientOptions } from '../src/index.js';
import { CLIENT_ERROR_CODES } from '../src/index.js';
import { resolveOptions } from '../src/session/client-options.js';
import { keepPublishing } from './readme/keep.js';
import { showNumbers } from './readme/numbers.js';
import { play } from './readme/play.js';
import { publish } from './readme/publish.js';
import { publishWell } from './readme/sending.js';
import { publishWithLogin } from './readme/token.js';
import { FakePeer } from './support/fake-peer.js';
import { MockEndpoint, SDP, until } from './support/mock-endpoint.js';
import { sampleAnswer } from './support/sample-sdp.js';
import { fakeStream } from './support/scene.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const README = read('../README.md');
const SAMPLES = ['publish', 'play', 'sending', 'keep', 'token', 'numbers', 'node-publish'];

describe('the tables', () => {
  const rows = (heading: string) => [
    ...(README.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').matchAll(
      /^\| `(.*?)` \| (.*?) \|/gm,
    ),
  ];

  it('list every error with its meaning, and no other', () => {
    const listed = rows('Errors').map(([, code, meaning]) => [code, meaning]);
    expect(listed).toEqual(Object.entries(CLIENT_ERROR_CODES));
  });

  it('list every option with its default', () => {
    const listed = Object.fromEntries(rows('Options').map(([, name = '', value]) => [name, value]));
    const { platform: _, url: __, trustedOrigins: ___, ...defaults } = resolveOptions({ url: '' });
    for (const [name, value] of Object.entries(defaults)) expect(listed[name]).toBe(`\`${value}\``);
    const source = ['session/client-options', 'publish/publish-options'].map((name) =>
      read(`../src/${name}.ts`),
    );
    const names = source.flatMap((text) => {
      const [, body = ''] =
        /export interface (?:Client|Whip)Options [^{]*\{\n(.*?)\n\}/s.exec(text) ?? [];
      return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name);
    });
    expect(names.length).toBeGreaterThan(15);
    expect(Object.keys(listed).sort()).toEqual(names.sort());
  });
});

describe('the samples', () => {
  it('are those that run here, in the browser and in Node', () => {
    const printed = [...README.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);
    expect(printed).toEqual(SAMPLES.map((name) => read(`./readme/${name}.ts`)));
  });

  let endpoint: MockEndpoint;
  const peers: FakePeer[] = [];
  const said: string[] = [];
  const browser = {
    RTCPeerConnection: class extends FakePeer {
      constructor(configuration: RTCConfiguration) {
        super(configuration);
        peers.push(this);
      }
    },
    MediaStream: class {
      readonly tracks: MediaStreamTrack[] = [];
      addTrack(track: MediaStreamTrack): void {
        this.tracks.push(track);
      }
    },
    ...Object.fromEntries(
      ['RTCRtpSender', 'RTCRtpReceiver'].map((name) => [name, { getCapabilities: capabilities }]),
    ),
    navigator: { mediaDevices: { getUserMedia: async () => fakeStream(['audio', 'video']) } },
  };

  beforeEach(async () => {
    for (const [name, value] of Object.entries(browser))
      Object.defineProperty(globalThis, name, { value, configurable: true });
    jest.spyOn(console, 'log').mockImplementation((...words) => void said.push(words.join(' ')));
    endpoint = await MockEndpoint.start();
  });
  afterEach(async () => {
    for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name);
    jest.restoreAllMocks();
    await endpoint.stop();
    for (const list of [peers, said]) list.length = 0;
  });

  it('publish', async () => {
    const client = await publish(endpoint.url, 'verysecret');
    expect(said).toEqual(['negotiating', 'connecting']);
    await client.stop();
    expect(endpoint.of('DELETE')[0]?.headers.authorization).toBe('Bearer verysecret');
  });

  it('play', async () => {
    const video = {} as HTMLVideoElement;
    const client = await play(endpoint.url, video);
    peers[0]?.emit('track', { track: { kind: 'video' } as MediaStreamTrack });
    expect(video.srcObject).toEqual({ tracks: [{ kind: 'video' }] });
    await client.stop();
  });

  it('send well', async () => {
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: '/s' },
      body: `${sampleAnswer(body)}a=simulcast:recv h;m;l\r\n`,
    });
    const screen = { kind: 'video', id: 'screen' } as MediaStreamTrack;
    const stream = fakeStream(['audio', 'video']);
    const client = await publishWell(endpoint.url, stream, screen);
    expect(client.layers).toEqual(['h', 'm', 'l']);
    const [audio, video] = peers[0]?.senders ?? [];
    expect(audio?.parameters.encodings[0]?.maxBitrate).toBe(96_000);
    const limits = video?.parameters.encodings.map(({ maxBitrate = 0 }) => maxBitrate) ?? [];
    expect(limits.reduce((sum, limit) => sum + limit)).toBeLessThanOrEqual(800_000);
    expect(video?.tracks).toEqual([screen]);
    expect(peers[0]?.preferences[1]?.map(({ mimeType }) => mimeType)).toEqual([
      'video/H264',
      'video/VP8',
    ]);
    await client.stop();
  });

  it('keep publishing', async () => {
    const wellBehaved = endpoint.respond.POST;
    endpoint.respond.POST = () => {
      endpoint.respond.POST = wellBehaved;
      return { status: 503, headers: { 'Retry-After': '0' } };
    };
    const options: ClientOptions = { url: endpoint.url };
    const keeper = keepPublishing(options, fakeStream(['audio']));
    await endpoint.reached('POST', 2);
    expect(said).toEqual(['HTTP status 503. Again in 0 ms.']);
    await keeper.stop();
    endpoint.respond.POST = () => ({ status: 401 });
    const failing = keepPublishing(options, fakeStream(['audio']));
    await until(() => said.length === 2, 'the end');
    expect(said[1]).toBe('Given up: HTTP status 401.');
    await failing.stop();
  });

  it('publish with a login', async () => {
    const headers = { 'WWW-Authenticate': 'Bearer realm="live"' };
    endpoint.respond.POST = () => ({ status: 401, headers });
    const asked: (string | undefined)[] = [];
    await publishWithLogin(endpoint.url, fakeStream(['audio']), async (challenge) => {
      asked.push(challenge);
      return `token-${asked.length}`;
    });
    expect(asked).toEqual([undefined, 'Bearer realm="live"']);
    expect(said).toEqual(['Not with this login: Bearer realm="live"']);
  });

  it('show numbers', async () => {
    const client = await publish(endpoint.url, '');
    const texts: string[] = [];
    const showing = showNumbers(client, (text) => texts.push(text));
    await until(() => texts.length > 0, 'a line');
    await client.stop();
    await showing;
    expect(texts[0]).toBe('0 bit/s, undefined ms, undefined undefined wide');
  });
});

function capabilities(kind: string) {
  const names = kind === 'audio' ? ['opus', 'PCMU'] : ['VP8', 'VP9', 'H264'];
  return { codecs: names.map((name) => ({ mimeType: `${kind}/${name}`, clockRate: 90_000 })) };
}

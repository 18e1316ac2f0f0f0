import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MediaStream, MediaStreamTrack } from 'werift';
import {
  ClientError,
  type MediaClient,
  WhepClient,
  WhipClient,
  type WhipOptions,
} from '../src/index.js';
import { FrontDoor } from './live/front-door.js';
import { type LiveServer, startLiveServer, TOKEN } from './live/live-server.js';
import { sendRtp, weriftPlatform } from './live/werift-platform.js';
import { publishRtp } from './readme/node-publish.js';
import { quiet, until } from './support/mock-endpoint.js';

describe('in Node, with werift', () => {
  let server: LiveServer;
  let door: FrontDoor;
  const ends: (() => unknown)[] = [];

  beforeAll(async () => {
    server = await startLiveServer();
    door = await FrontDoor.open(server.url);
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    door.reset(server.url);
  });
  afterAll(async () => {
    await door?.close();
    await server?.dispose();
  });

  async function publish(options: Partial<WhipOptions> = {}) {
    const { platform, peers } = weriftPlatform();
    const [audio, video] = [
      new MediaStreamTrack({ kind: 'audio' }),
      new MediaStreamTrack({ kind: 'video' }),
    ];
    const url = `${door.url}/whip/endpoint/live`;
    const client = new WhipClient({ url, token: TOKEN, platform, ...options });
    ends.push(() => client.stop());
    await client.publish(new MediaStream([audio, video]));
    await connected(client);
    ends.push(
      sendRtp(
        (packet) => audio.writeRtp(packet),
        (packet) => video.writeRtp(packet),
      ),
    );
    return { client, peers };
  }

  /** The server calls a session published once it has seen RTP. */
  async function play() {
    for (;;) {
      const { platform, received, peers } = weriftPlatform();
      const client = new WhepClient({ url: `${door.url}/whep/endpoint/live`, platform });
      ends.push(() => client.stop());
      const error = await client.play().then(() => undefined, asClientError);
      if (!error) {
        await connected(client);
        return { client, received, peers };
      }
      if (error.problem?.code !== 'nothing-published') throw error;
      await quiet(100);
    }
  }

  const connected = (client: MediaClient) =>
    until(() => client.state === 'connected', 'a connection', 15_000);

  async function flows(received: { audio: number; video: number }): Promise<void> {
    const before = { ...received };
    const more = () => received.audio > before.audio + 25 && received.video > before.video + 25;
    await until(more, 'fifty packets', 15_000);
  }

  it('publishes RTP, plays it, restarts ICE on both sides, and DELETEs', async () => {
    const publisher = await publish();
    const player = await play();
    await flows(player.received);
    for (const { client, peers } of [publisher, player]) {
      const [before] = peers.map(({ iceGeneration }) => iceGeneration);
      await client.restartIce();
      expect(peers[0]?.iceGeneration).toBe((before ?? 0) + 1);
      await flows(player.received);
      expect(client.state).toBe('connected');
    }
    await publisher.client.stop();
    await until(() => player.client.state === 'closed', 'the end of the player', 15_000);
    expect(player.client.error?.code).toBe('session-gone');
    const statuses = door.of('PATCH').map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(2);
    expect(statuses.every((status) => status === 200 || status === 204)).toBe(true);
    expect(door.of('DELETE')[0]?.status).toBe(200);
  });

  it('gathers first in half-trickle mode, and sends no PATCH (C-08)', async () => {
    await publish({ trickle: 'half' });
    const { received } = await play();
    await flows(received);
    expect(door.of('POST')[0]?.body).toMatch(/a=candidate:.*a=end-of-candidates/s);
    expect(door.of('PATCH').filter(({ authorization }) => authorization)).toEqual([]);
  });

  it('has numbers', async () => {
    const { client } = await publish();
    for await (const { audio, video } of client.statistics(200)) {
      if (!video || !audio || audio.bitsPerSecond === 0) continue;
      expect(video.packets).toBeGreaterThan(0);
      expect(video.bitsPerSecond).toBeGreaterThan(1000);
      break;
    }
  });

  it('publishes with the sample of the README', async () => {
    // werift would ask a public STUN server, which the sample's reader may well want.
    const { client, send } = await publishRtp(server.whip, TOKEN);
    ends.push(() => client.stop());
    await until(() => client.state === 'connected', 'a connection', 15_000);
    ends.push(sendRtp(() => {}, send));
    const { received } = await play();
    await until(() => received.video > 25, 'video', 15_000);
  });

  it('says what the stack lacks before anything is sent', async () => {
    const odd = publish({ codecs: { video: ['VP8'] } });
    await expect(odd).rejects.toMatchObject({ code: 'platform-lacking' });
    expect(door.requests).toEqual([]);
  });
});

function asClientError(error: unknown): ClientError {
  if (ClientError.is(error)) return error;
  throw error;
}

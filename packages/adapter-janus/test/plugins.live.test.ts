import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, JANUS_ROOM_SECRET, type RunningJanus, startJanus } from '@whipway/test-rig';
import { WeriftPublisher } from '@whipway/test-rig/werift-publisher';
import type { JanusBackend } from '../src/index.js';
import {
  type BackendBlock,
  CALL,
  type EndpointBlock,
  eventually,
  makeBackend,
  type Opened,
  publish,
} from './support/backend-host.js';
import { heldHandles } from './support/held-handles.js';
import { JanusClient } from './support/janus-client.js';
import { offerText } from './support/offer-text.js';
import { publishersOf } from './support/room-watcher.js';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

interface OnAir extends Opened {
  readonly client: WeriftPublisher;
}

function backendOn(janus: RunningJanus, block: Partial<BackendBlock> = {}): JanusBackend {
  const backend = makeBackend({ url: janus.url, ...block });
  ending.push(() => backend.close());
  return backend;
}

async function onAir(
  backend: JanusBackend,
  address: string,
  block: EndpointBlock,
  kinds?: readonly ('audio' | 'video')[],
): Promise<OnAir> {
  const client = await WeriftPublisher.make(address, kinds);
  ending.push(() => client.vanish());
  const opened = await publish(backend, client.offer, block);
  await client.connect(opened.session);
  await client.sendMedia();
  await eventually(() => opened.reports.said.includes('mediaUp'), 'mediaUp');
  return { ...opened, client };
}

/** New credentials on both sides, and media goes on. */
async function restarts({ client, session, reports }: OnAir): Promise<void> {
  await client.restarted(await session.restartIce(await client.restart(), CALL));
  await client.stopMedia();
  await eventually(() => reports.said.at(-1) === 'mediaDown', 'mediaDown');
  await client.sendMedia();
  await eventually(() => reports.said.at(-1) === 'mediaUp', 'media over the new path');
}

async function received(socket: Socket): Promise<Buffer> {
  const [packet] = (await once(socket, 'message')) as [Buffer];
  return packet;
}

async function receiver(): Promise<{ socket: Socket; port: number }> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  ending.push(async () => socket.close());
  return { socket, port: socket.address().port };
}

const NEEDS = ['janus', 'netns'] as const;

describeLive({ describe, it }, NEEDS, 'VideoRoom', ({ janus: executable, netns }) => {
  let janus: RunningJanus;
  let operator: JanusClient;
  beforeAll(async () => {
    janus = await startJanus({ executable });
    operator = await JanusClient.connect(janus.url);
  });
  afterAll(async () => {
    operator?.close();
    await janus?.dispose();
  });

  it('shows the publisher in a room that was there, and nobody after close', async () => {
    const { session } = await onAir(backendOn(janus), netns, { room: 1_234, publisherId: 5 });
    expect(await publishersOf(operator, 1_234)).toMatchObject([{ id: 5, publisher: true }]);
    await session.close('client-deleted');
    expect(await publishersOf(operator, 1_234)).toEqual([]);
    expect(await heldHandles(janus)).toBe(0);
  });

  it.each([
    ['a room that is missing', { room: 999 }, 'backend-refused', 'videoroom 426'],
    ['a wrong pin', { room: 55, pin: 'wrong' }, 'backend-refused', 'videoroom 433'],
    ['a missing pin', { room: 55 }, 'backend-refused', 'videoroom 429'],
    ['a room id of the wrong type', { room: 'lobby' }, 'backend-failed', 'videoroom 430'],
    ['an id that is taken', { room: 1_234, publisherId: 5 }, 'endpoint-busy', 'videoroom 436'],
  ])('refuses %s', async (_what, block, code, words) => {
    const backend = backendOn(janus);
    await backend.openEndpoint({ id: 'x', settings: { room: 55, pin: '4711', create: {} } }, CALL);
    await publish(backend, offerText(), { room: 1_234, publisherId: 5 });
    await expect(publish(backend, offerText(), block)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
    await eventually(async () => (await heldHandles(janus)) === 1, 'the first publisher alone');
  });

  it('refuses a codec the room has not, naming both sides', async () => {
    const backend = backendOn(janus);
    const create = { videoCodecs: ['vp9' as const] };
    const opening = publish(backend, offerText(), { create });
    await expect(opening).rejects.toThrow('offers vp8, h264; the Janus videoroom takes vp9.');
    const fixed = publish(backend, offerText({ video: ['AV1'] }), { room: 1_234 });
    await expect(fixed).rejects.toThrow('offers av1; the Janus videoroom takes vp8, h264, vp9.');
  });

  it('reports a kick, and the end of the room', async () => {
    const backend = backendOn(janus);
    const kicked = await onAir(backend, netns, { room: 1_234, publisherId: 5 });
    const kick = { request: 'kick', room: 1_234, secret: JANUS_ROOM_SECRET, id: 5 };
    await operator.ask('videoroom', kick);
    await eventually(() => kicked.reports.said.length > 1, 'the kick');
    expect(kicked.reports.said.at(-1)).toBe('hungUp kicked: kicked out of the room');
    await kicked.session.close('kicked');

    const block = { room: 66, create: {} };
    const destroyed = await onAir(backend, netns, block);
    await operator.ask('videoroom', { request: 'destroy', room: 66 });
    await eventually(() => destroyed.reports.said.length > 1, 'the end of the room');
    expect(destroyed.reports.said.at(-1)).toBe('hungUp backend-closed: the room was destroyed');
    await destroyed.session.close('backend-closed');
    const { session } = await publish(backend, offerText(), block);
    await session.close('client-deleted');
  });

  it('forwards RTP to recipients, and stops with the publisher', async () => {
    const [audio, video] = [await receiver(), await receiver()];
    const recipients = [
      { host: '127.0.0.1', audio: { port: audio.port }, video: { port: video.port, ssrc: 42 } },
    ];
    const block = { room: 1_234, secret: JANUS_ROOM_SECRET, recipients };
    const { session } = await onAir(backendOn(janus), netns, block);
    expect((await received(audio.socket)).readUInt8(0) >> 6).toBe(2);
    expect((await received(video.socket)).readUInt32BE(8)).toBe(42);
    await session.close('client-deleted');
    const silence = new Promise((resolve) => setTimeout(resolve, 300, 'silence'));
    expect(await Promise.race([received(video.socket), silence])).toBe('silence');
  });

  it('takes simulcast by rid, and by a group of SSRCs', async () => {
    const backend = backendOn(janus);
    const { session } = await publish(backend, offerText({ rids: ['h', 'm', 'l'] }));
    expect(session.answer).toContain('a=simulcast:recv h;m;l');
    await session.close('client-deleted');
    const group = [
      'a=ssrc-group:SIM 11 12 13',
      ...[11, 12, 13].map((ssrc) => `a=ssrc:${ssrc} cname:x`),
    ];
    await publish(backend, `${offerText()}${group.join('\r\n')}\r\n`, { room: 1_234 });
    const list = { request: 'listparticipants', room: 1_234 };
    expect(await operator.ask('videoroom', list)).toMatchObject({ participants: [{}] });
    const { streams } = await videoRoomInfo();
    expect(streams).toContainEqual(expect.objectContaining({ type: 'video', simulcast: true }));
  });

  /** What the VideoRoom itself says of the one publisher. */
  async function videoRoomInfo(): Promise<{ readonly streams: readonly object[] }> {
    const { sessions } = await janus.admin({ janus: 'list_sessions' });
    for (const session of sessions as readonly number[]) {
      const { handles } = await janus.admin({ janus: 'list_handles' }, session);
      for (const handle of handles as readonly number[]) {
        const { info } = await janus.admin({ janus: 'handle_info' }, session, handle);
        const { plugin_specific: own } = info as { plugin_specific: { streams?: object[] } };
        if (own.streams) return { streams: own.streams };
      }
    }
    return { streams: [] };
  }

  it('records into the named files', async () => {
    const filename = `${janus.recordings}/take`;
    const { session } = await onAir(backendOn(janus), netns, {
      room: 1_234,
      record: true,
      filename,
    });
    await session.close('client-deleted');
    await eventually(() => readdirSync(janus.recordings).length === 2, 'both files');
    expect(readdirSync(janus.recordings).sort()).toEqual(['take-audio-0.mjr', 'take-video-1.mjr']);
  });
});

describeLive({ describe, it }, NEEDS, 'the other plugins', ({ janus: executable, netns }) => {
  let janus: RunningJanus;
  let operator: JanusClient;
  beforeAll(async () => {
    janus = await startJanus({ executable });
    operator = await JanusClient.connect(janus.url);
  });
  afterAll(async () => {
    operator?.close();
    await janus?.dispose();
  });

  it('AudioBridge mixes the publisher in, restarts, and is told of a kick', async () => {
    const block: EndpointBlock = { plugin: 'audiobridge', room: 1_234, publisherId: 9 };
    const published = await onAir(backendOn(janus), netns, block, ['audio']);
    await restarts(published);
    const list = { request: 'listparticipants', room: 1_234 };
    expect(await operator.ask('audiobridge', list)).toMatchObject({ participants: [{ id: 9 }] });
    const kick = { request: 'kick', room: 1_234, secret: JANUS_ROOM_SECRET, id: 9 };
    await operator.ask('audiobridge', kick);
    await eventually(
      () => published.reports.said.at(-1)?.startsWith('hungUp') === true,
      'the kick',
    );
    expect(published.reports.said.at(-1)).toBe('hungUp kicked: kicked out of the room');
    await published.session.close('kicked');
    expect(await operator.ask('audiobridge', list)).toMatchObject({ participants: [] });
  });

  it('AudioBridge refuses video, and takes a room made for the endpoint', async () => {
    const backend = backendOn(janus);
    const block: EndpointBlock = { plugin: 'audiobridge' };
    const refused = publish(backend, offerText(), block);
    await expect(refused).rejects.toThrow('the Janus audiobridge takes no video');
    const { session } = await publish(backend, offerText({ kinds: ['audio'] }), block);
    expect(session.answer).toContain('a=recvonly');
  });

  it('RecordPlay records, restarts, and leaves the files', async () => {
    const block: EndpointBlock = { plugin: 'recordplay', filename: 'talk' };
    const published = await onAir(backendOn(janus), netns, block);
    await restarts(published);
    await published.session.close('client-deleted');
    await eventually(() => readdirSync(janus.recordings).includes('talk-video.mjr'), 'the file');
    expect(await heldHandles(janus)).toBe(0);
  });
});

describeLive({ describe, it }, NEEDS, 'other set-ups', ({ janus: executable, netns }) => {
  let janus: RunningJanus | undefined;
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
    await janus?.dispose();
  });

  it('full_trickle: every answer has its candidates, the first and those of restarts', async () => {
    janus = await startJanus({ executable, nat: ['full_trickle = true'] });
    const published = await onAir(backendOn(janus), netns, { room: 1_234 });
    expect(published.session.answer).toContain(` ${netns} `);
    await restarts(published);
  });

  it('string_ids: the room has the endpoint’s name', async () => {
    janus = await startJanus({
      executable,
      videoroom: ['string_ids = true'],
      audiobridge: ['string_ids = true'],
    });
    const backend = backendOn(janus);
    await publish(backend, offerText());
    const operator = await JanusClient.connect(janus.url);
    expect(await publishersOf(operator, 'live')).toHaveLength(1);
    await backend.close();
    const gone = await operator.ask('videoroom', { request: 'exists', room: 'live' });
    operator.close();
    expect(gone).toMatchObject({ exists: false });
  });

  it('api_secret and admin_key: the right ones work, wrong ones are said to be wrong', async () => {
    janus = await startJanus({
      executable,
      general: ['api_secret = "hush"'],
      videoroom: ['admin_key = "key"'],
    });
    const wrong = backendOn(janus, { apiSecret: 'wrong' });
    await expect(wrong.health(CALL)).rejects.toMatchObject({ code: 'backend-refused' });
    const keyless = backendOn(janus, { apiSecret: 'hush' });
    await expect(publish(keyless, offerText())).rejects.toMatchObject({ code: 'backend-refused' });
    const right = backendOn(janus, { apiSecret: 'hush', adminKey: 'key' });
    await expect(publish(right, offerText())).resolves.toBeDefined();
  });
});

import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { SessionStats } from '@whipway/core';
import type { EmbeddedBackend } from '../src/index.js';
import {
  CALL,
  eventually,
  makeBackend,
  type Opened,
  publish,
  watch,
} from './support/backend-host.js';
import { type PeerWishes, WeriftPlayer, WeriftPublisher } from './support/werift-peer.js';

jest.setTimeout(30_000);

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function localBackend(): EmbeddedBackend {
  const backend = makeBackend({ addresses: ['127.0.0.1'] });
  closers.push(() => backend.close());
  return backend;
}

async function onAir(backend: EmbeddedBackend, wishes: PeerWishes = {}) {
  const publisher = await WeriftPublisher.make(wishes);
  closers.push(() => publisher.close());
  const published = await publish(backend, publisher.offer);
  await publisher.connect(published.session);
  await publisher.sendMedia();
  await eventually(() => published.reports.said.includes('mediaUp'), 'mediaUp');
  return { ...published, publisher };
}

async function viewer(backend: EmbeddedBackend, published: Opened, wishes: PeerWishes = {}) {
  const player = await WeriftPlayer.make(wishes);
  closers.push(() => player.close());
  const watching = await watch(backend, player.offer, published);
  await player.connect(watching.session);
  return { ...watching, player };
}

async function videoOf({ session }: Opened): Promise<SessionStats['tracks'][number]> {
  const { tracks } = await session.stats(CALL);
  const video = tracks.find(({ kind }) => kind === 'video');
  if (!video) throw new Error('no video');
  return video;
}

/** How many packets are missing among those received, from the first to the newest but a few. */
function holes(player: WeriftPlayer, kind: 'audio' | 'video'): number {
  const numbers = player.packets
    .filter(({ header }) => header.payloadType === player.payloadTypes[kind])
    .map(({ header }) => header.sequenceNumber)
    .sort((one, other) => one - other);
  const [first = 0] = numbers;
  const settled = numbers.slice(0, -20);
  return (settled.at(-1) ?? 0) - first + 1 - new Set(settled).size;
}

describe('a lossy way', () => {
  it('from the publisher is repaired before viewers get the stream', async () => {
    const backend = localBackend();
    const published = await onAir(backend, { lostOut: 15 });
    const { player } = await viewer(backend, published);
    await eventually(() => player.received() > 300, 'media flows');
    const video = await videoOf(published);
    expect(video.nacks).toBeGreaterThan(10);
    expect(video.packetsLost).toBeLessThan(5);
    expect(holes(player, 'video')).toBeLessThan(3);
    expect(holes(player, 'audio')).toBeGreaterThan(3);
  });

  it('to a viewer is repaired from what was kept', async () => {
    const backend = localBackend();
    const published = await onAir(backend);
    const watching = await viewer(backend, published, { lostIn: 15 });
    await eventually(() => watching.player.received() > 300, 'media flows');
    expect((await videoOf(watching)).nacks).toBeGreaterThan(10);
    expect(holes(watching.player, 'video')).toBeLessThan(3);
    expect(holes(watching.player, 'audio')).toBeGreaterThan(3);
    expect((await videoOf(published)).nacks).toBe(0);
  });
});

describe('a publisher', () => {
  it('S-23: that comes with another certificate than it offered is turned away', async () => {
    const backend = localBackend();
    const publisher = await WeriftPublisher.make();
    closers.push(() => publisher.close());
    const other = new Array(32).fill('AB').join(':');
    const offer = publisher.offer.replace(/(a=fingerprint:sha-256 ).*/g, `$1${other}`);
    const published = await publish(backend, offer);
    publisher.connect(published.session).catch(() => {});
    await publisher.sendMedia();
    await eventually(() => published.reports.said.length > 0, 'the refusal');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(published.reports.said).toEqual([
      'hungUp dtls-failed: the certificate is not the offered one',
    ]);
  });

  it('that goes without a word is missed after two seconds', async () => {
    const { publisher, reports } = await onAir(localBackend());
    const began = Date.now();
    await publisher.vanish();
    await eventually(() => reports.said.includes('mediaDown'), 'mediaDown');
    expect(Date.now() - began).toBeGreaterThan(1500);
    expect(Date.now() - began).toBeLessThan(3000);
  });

  it('is not disturbed by what strangers send to its port', async () => {
    const backend = localBackend();
    const { session, reports } = await onAir(backend);
    const port = Number(/127\.0\.0\.1 (\d+)/.exec(session.answer)?.[1]);
    const stranger = createSocket('udp4');
    const uncaught = jest.fn();
    process.on('uncaughtException', uncaught).on('unhandledRejection', uncaught);
    for (let round = 0; round < 400; round += 1) {
      const garbage = randomBytes(1 + (round % 120));
      garbage.writeUInt8([0, 1, 20, 21, 22, 63, 128, 129, 144][round % 9] ?? 255, 0);
      stranger.send(garbage, port, '127.0.0.1');
    }
    const before = (await videoOf({ id: '', session, reports })).packets;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await videoOf({ id: '', session, reports })).packets).toBeGreaterThan(before + 10);
    expect(reports.said).toEqual(['mediaUp']);
    expect(uncaught).not.toHaveBeenCalled();
    process.off('uncaughtException', uncaught).off('unhandledRejection', uncaught);
    stranger.close();
  });
});

describe('a viewer', () => {
  it('gets streams of its own: payload types of its offer, SSRCs and numbers unlike others’', async () => {
    const backend = localBackend();
    const published = await onAir(backend);
    const viewers = [await viewer(backend, published), await viewer(backend, published)];
    const firsts = [];
    for (const { player, session } of viewers) {
      await eventually(() => player.received() > 20, 'media flows');
      const ssrcs = new Set(player.packets.map(({ header }) => header.ssrc));
      const told = [...session.answer.matchAll(/^a=ssrc:(\d+)/gm)].map(([, ssrc]) => Number(ssrc));
      expect(told).toEqual(expect.arrayContaining([...ssrcs]));
      firsts.push([...ssrcs].sort());
      const types = new Set(player.packets.map(({ header }) => header.payloadType));
      expect([...types].sort()).toEqual(Object.values(player.payloadTypes).sort());
      expect(player.packets[0]?.header.sequenceNumber).toBeLessThan(2 ** 15 + 50);
    }
    expect(firsts[0]).not.toEqual(firsts[1]);
  });

  it('is told the publisher’s clock for sound and picture', async () => {
    const backend = localBackend();
    const { player } = await viewer(backend, await onAir(backend));
    await eventually(() => player.senderReports.size === 2, 'a sender report of each track', 3000);
  });

  it('keeps its transport when nothing comes from the publisher', async () => {
    const backend = localBackend();
    const published = await onAir(backend);
    const watching = await viewer(backend, published);
    await published.publisher.stopMedia();
    await eventually(() => published.reports.said.includes('mediaDown'), 'mediaDown');
    await published.session.close('media-lost');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(watching.reports.said).toEqual(['mediaUp']);
  });

  it('of a session that has ended is turned away', async () => {
    const backend = localBackend();
    const published = await onAir(backend);
    await published.session.close('client-deleted');
    const player = await WeriftPlayer.make();
    closers.push(() => player.close());
    await expect(watch(backend, player.offer, published)).rejects.toMatchObject({
      code: 'nothing-published',
    });
  });
});

describe('closing', () => {
  it('leaves neither a socket nor a timer', async () => {
    const count = (): number => process.getActiveResourcesInfo().filter(isOurs).length;
    const before = count();
    const backend = makeBackend({ addresses: ['127.0.0.1'] });
    const published = await onAir(backend);
    const watching = await viewer(backend, published);
    await eventually(() => watching.player.received() > 10, 'media flows');
    const fragment = { ...ICE, mid: '0', candidates: [], endOfCandidates: false };
    await published.session.restartIce(fragment, CALL);
    expect(count()).toBeGreaterThan(before + 5);
    for (const close of closers.splice(0).reverse()) await close();
    await backend.close();
    await eventually(() => count() <= before, `all is released, ${before} before`);
  });
});

const ICE = { ufrag: 'restarted', pwd: 'restarted-restarted-restarted' };

function isOurs(resource: string): boolean {
  return resource === 'Timeout' || resource === 'UDPWRAP' || resource === 'Immediate';
}

describe('an offer', () => {
  it.each(['active', 'passive', 'actpass'])('with a=setup:%s comes to media', async (setup) => {
    const change = (offer: string) => offer.replace(/a=setup:actpass/g, `a=setup:${setup}`);
    const { session } = await onAir(localBackend(), { change });
    const answered = [...session.answer.matchAll(/^a=setup:(\w+)/gm)].map(([, role]) => role);
    expect(new Set(answered)).toEqual(new Set([setup === 'passive' ? 'active' : 'passive']));
  });

  it('without a=ssrc, extensions and ice-options comes to media of both tracks', async () => {
    const bare = /^a=(?:ssrc|ssrc-group|extmap|ice-options|msid)[:-].*\r\n/gm;
    const change = (offer: string) => offer.replace(bare, '');
    const backend = localBackend();
    const published = await onAir(backend, { change });
    const { player } = await viewer(backend, published);
    await eventually(() => player.received() > 40, 'media flows');
    const { tracks } = await published.session.stats(CALL);
    expect(tracks.map(({ kind, codec }) => `${kind} ${codec}`).sort()).toEqual([
      'audio opus',
      'video vp8',
    ]);
  });

  it('of a player that takes one track only gets that one', async () => {
    const backend = localBackend();
    const published = await onAir(backend);
    const { player } = await viewer(backend, published, { kinds: ['audio'] });
    await eventually(() => player.received() > 20, 'sound flows');
    expect(player.senderReports.size).toBeLessThanOrEqual(1);
  });

  it('of a player for a track that is not published is answered by a silent one', async () => {
    const backend = localBackend();
    const published = await onAir(backend, { kinds: ['video'] });
    const { player, session } = await viewer(backend, published);
    await eventually(() => player.received() > 20, 'the picture flows');
    const [, audio = '', video = ''] = session.answer.split(/^m=/m);
    expect([audio.includes('a=ssrc:'), video.includes('a=ssrc:')]).toEqual([false, true]);
    expect(audio).toContain('a=rtpmap:');
  });
});

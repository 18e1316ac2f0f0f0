import { afterEach, describe, expect, it } from '@jest/globals';
import { describeLive } from '@whipway/test-rig';
import { eventually } from '@whipway/test-rig/eventually';
import type { MediasoupBackend } from '../src/index.js';
import { CALL, makeBackend, type Opened, publish, watch } from './support/direct.js';
import { WeriftPlayer, WeriftPublisher } from './support/werift-peer.js';
import { WorkerProcesses } from './support/worker-processes.js';

describeLive({ describe, it }, ['mediasoup'], 'viewers', ({ mediasoup: program }) => {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  function start(settings: Record<string, unknown> = {}): MediasoupBackend {
    const backend = makeBackend(settings);
    closers.push(() => backend.close());
    return backend;
  }

  async function onAir(
    backend: MediasoupBackend,
    kinds?: readonly ('audio' | 'video')[],
  ): Promise<Opened & { publisher: WeriftPublisher }> {
    const publisher = await WeriftPublisher.make(kinds);
    closers.push(() => publisher.close());
    const opened = await publish(backend, publisher.offer);
    await publisher.connect(opened.session);
    await publisher.sendMedia();
    await eventually(() => opened.reports.said.includes('mediaUp'), 'media arrives');
    return { ...opened, publisher };
  }

  /** A player whose payload types are moved; it gets what it offered. */
  async function player(
    backend: MediasoupBackend,
    published: Opened,
    payloadTypes: { readonly audio: number; readonly video: number },
  ): Promise<{ player: WeriftPlayer; opened: Opened }> {
    const made = await WeriftPlayer.make(payloadTypes);
    closers.push(() => made.close());
    const opened = await watch(backend, made.offer, published);
    await made.connect(opened.session);
    return { player: made, opened };
  }

  it.each([
    { audio: 111, video: 96 },
    { audio: 109, video: 120 },
    { audio: 100, video: 101 },
  ])('gets the payload types it offers: %j', async (payloadTypes) => {
    const backend = start({ workers: 2 });
    const published = await onAir(backend);
    const { player: watching } = await player(backend, published, payloadTypes);
    const wanted = Object.values(payloadTypes);
    await eventually(() => {
      const seen = watching.packets.map(({ header }) => header.payloadType);
      return wanted.every((payloadType) => seen.includes(payloadType));
    }, 'packets of both kinds');
    const seen = new Set(watching.packets.map(({ header }) => header.payloadType));
    expect([...seen].sort()).toEqual(wanted.sort());
  });

  it('viewers with the same payload types share a router, and the last one closes it', async () => {
    const watched = new WorkerProcesses(program);
    closers.push(() => watched.dispose());
    const backend = start({ workerBin: watched.path });
    const published = await onAir(backend);
    const layout = { audio: 109, video: 120 };
    const routers = async () => {
      const [worker] = watched.living;
      return (await worker?.dump())?.routerIds.length;
    };
    // The publication's, and the one that is made beforehand.
    await eventually(async () => (await routers()) === 2, 'both are there');
    const first = await player(backend, published, layout);
    const second = await player(backend, published, layout);
    expect(await routers()).toBe(3);
    await first.opened.session.close('client-deleted');
    expect(await routers()).toBe(3);
    await second.opened.session.close('client-deleted');
    await eventually(async () => (await routers()) === 2, 'the viewers’ router is closed');
  });

  it('a publication without video leaves the player’s video section empty', async () => {
    const backend = start();
    const published = await onAir(backend, ['audio']);
    const { player: watching, opened } = await player(backend, published, {
      audio: 111,
      video: 96,
    });
    await eventually(() => watching.received() > 20, 'sound');
    expect(opened.session.answer).toMatch(/m=video 9 .*\r\n(?:(?!m=).*\r\n)*a=sendonly/);
    const { tracks } = await opened.session.stats(CALL);
    expect(tracks.map(({ kind }) => kind)).toEqual(['audio']);
  });

  it('hands out the consumers of a viewer while it watches', async () => {
    const backend = start();
    const published = await onAir(backend);
    const { opened } = await player(backend, published, { audio: 111, video: 96 });
    const consumers = backend.consumersOf(opened.id);
    expect(consumers.map(({ kind }) => kind)).toEqual(['audio', 'video']);
    await opened.session.close('client-deleted');
    expect(backend.consumersOf(opened.id)).toEqual([]);
    expect(consumers.every(({ closed }) => closed)).toBe(true);
  });

  it('sends a packet again that a viewer misses, as it was', async () => {
    const backend = start();
    const published = await onAir(backend);
    const { player: watching } = await player(backend, published, { audio: 111, video: 96 });
    const pictures = () => watching.packets.filter(({ header }) => header.payloadType === 96);
    await eventually(() => pictures().length > 10, 'pictures');
    const missed = pictures()[5];
    if (!missed) throw new Error('no picture');
    await watching.missed(missed);
    const { sequenceNumber } = missed.header;
    const again = () => pictures().filter(({ header }) => header.sequenceNumber === sequenceNumber);
    await eventually(() => again().length === 2, 'it comes again');
    expect(again()[1]?.payload).toEqual(missed.payload);
  });

  it('counts what a viewer is sent', async () => {
    const backend = start();
    const published = await onAir(backend);
    const { opened } = await player(backend, published, { audio: 111, video: 96 });
    await eventually(async () => {
      const { tracks, transport } = await opened.session.stats(CALL);
      return transport === 'udp' && tracks.length === 2 && tracks.every((row) => row.packets > 10);
    }, 'both tracks are counted');
  });
});

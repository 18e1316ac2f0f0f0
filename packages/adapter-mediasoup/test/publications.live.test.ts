import { afterEach, describe, expect, it } from '@jest/globals';
import { AbortHandle, NEVER_ABORTED, SILENT_LOGGER } from '@whipway/core';
import { platformPorts } from '@whipway/http';
import { describeLive } from '@whipway/test-rig';
import { eventually, pause } from '@whipway/test-rig/eventually';
import type { types } from 'mediasoup';
import * as mediasoup from 'mediasoup';
import type { MediasoupPublication } from '../src/index.js';
import { makeBackend, publish } from './support/direct.js';
import { makeGateway, takeIn } from './support/readme-sample.js';
import { WeriftPublisher } from './support/werift-peer.js';

const MEDIA_CODECS: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];

describeLive({ describe, it }, ['mediasoup'], 'publications', () => {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function onAir(): Promise<WeriftPublisher> {
    const publisher = await WeriftPublisher.make();
    closers.push(() => publisher.close());
    return publisher;
  }

  /** Counts the RTP packets a consumer of the application gets. */
  async function countPackets(router: types.Router, producerId: string): Promise<() => number> {
    const transport = await router.createDirectTransport();
    const { rtpCapabilities } = router;
    const consumer = await transport.consume({ producerId, rtpCapabilities });
    let packets = 0;
    consumer.on('rtp', () => {
      packets += 1;
    });
    return () => packets;
  }

  it('an application takes what is published into a router of its own, as in the README', async () => {
    // The application has its own worker and its own router, as before it knew of WHIP.
    const worker = await mediasoup.createWorker();
    closers.push(() => worker.close());
    const ownRouter = await worker.createRouter({ mediaCodecs: MEDIA_CODECS });
    const ports = platformPorts(SILENT_LOGGER);
    const { gateway, backend } = makeGateway(ports, { addresses: ['127.0.0.1'], stun: [] });
    closers.push(() => gateway.close());
    const welcomed: types.Producer[] = [];
    takeIn(backend, ownRouter, (producer, endpointId) => {
      expect(endpointId).toBe('live');
      welcomed.push(producer);
    });

    const publisher = await onAir();
    const { sessionId, answer } = await gateway.publish({
      endpointId: 'live',
      offer: publisher.offer,
    });
    await eventually(() => welcomed.length === 2, 'both producers are welcomed');
    expect(welcomed.map(({ kind }) => kind)).toEqual(['audio', 'video']);
    const counters = await Promise.all(welcomed.map(({ id }) => countPackets(ownRouter, id)));
    await publisher.apply(answer);
    await publisher.sendMedia();
    await eventually(() => counters.every((count) => count() > 20), 'packets on the own router');

    await gateway.end(sessionId, 'client-deleted');
    await eventually(() => welcomed.every(({ closed }) => closed), 'they end with the publication');
  });

  it('tells of running publications, of new ones, and of their end', async () => {
    const backend = makeBackend();
    closers.push(() => backend.close());
    const first = await publish(backend, (await onAir()).offer, 'one');
    const heard: MediasoupPublication[] = [];
    const stop = backend.onPublication((publication) => void heard.push(publication));
    const second = await publish(backend, (await onAir()).offer, 'two');
    expect(heard.map(({ endpointId, sessionId }) => [endpointId, sessionId])).toEqual([
      ['one', first.id],
      ['two', second.id],
    ]);
    await second.session.close('client-deleted');
    await heard[1]?.ended;
    expect(heard[1]?.producers.every(({ closed }) => closed)).toBe(true);
    stop();
    await publish(backend, (await onAir()).offer, 'three');
    expect(heard).toHaveLength(2);
  });

  it('a listener that throws does the publisher no harm', async () => {
    const backend = makeBackend();
    closers.push(() => backend.close());
    backend.onPublication(() => {
      throw new Error('the application is broken');
    });
    const { session } = await publish(backend, (await onAir()).offer);
    expect(session.answer).toMatch(/^v=0\r\n/);
  });

  it('one that ends while it is piped does nobody harm', async () => {
    const worker = await mediasoup.createWorker();
    closers.push(() => worker.close());
    const ownRouter = await worker.createRouter({ mediaCodecs: MEDIA_CODECS });
    const failures: unknown[] = [];
    const error = (_message: string, fields = {}) => failures.push(fields);
    const ports = platformPorts({ ...SILENT_LOGGER, error });
    const { gateway, backend } = makeGateway(ports, { addresses: ['127.0.0.1'], stun: [] });
    closers.push(() => gateway.close());
    let heard = 0;
    backend.onPublication(({ producers }) => {
      heard += 1;
      // As a DELETE that comes at once.
      for (const producer of producers) producer.close();
    });
    takeIn(backend, ownRouter, () => {});
    const { offer } = await onAir();
    await gateway.publish({ endpointId: 'live', offer });
    await eventually(() => failures.length > 0, 'the failed pipe is logged');
    expect(failures).toEqual([{ sessionId: expect.any(String), error: expect.any(Error) }]);
    expect(heard).toBe(1);
  });

  it('of a client that is gone already is told to nobody', async () => {
    const backend = makeBackend();
    closers.push(() => backend.close());
    const heard: MediasoupPublication[] = [];
    backend.onPublication((publication) => void heard.push(publication));
    await backend.health({ signal: NEVER_ABORTED });
    const abort = new AbortHandle();
    const opening = publish(backend, (await onAir()).offer, 'one', {}, abort);
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'aborted' });
    await pause(500);
    expect(heard).toEqual([]);
  });
});

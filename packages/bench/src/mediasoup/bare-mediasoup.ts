import { text } from 'node:stream/consumers';
import { createWorker, type types } from 'mediasoup';
import { type Served, serve } from './whipway.js';

/** What one publisher needs of mediasoup, known beforehand: nobody reads its offer. */
export interface CannedPublisher {
  readonly dtlsParameters: types.DtlsParameters;
  readonly tracks: readonly {
    readonly kind: types.MediaKind;
    readonly rtpParameters: types.RtpParameters;
  }[];
  /** The answer that is sent, whatever the transport's parameters are. */
  readonly answer: string;
}

export interface BareMediasoup {
  /** The calls a publisher needs, and nothing else. Closed again before it resolves. */
  publish(): Promise<void>;
  /** The same behind the smallest HTTP handler: POST → 201 with a canned answer, DELETE → 200. */
  readonly http: Served;
  close(): Promise<void>;
}

/** mediasoup as its documentation shows it, with nothing of Whipway around. */
export async function startBareMediasoup(
  workerBin: string,
  mediaCodecs: types.RouterRtpCodecCapability[],
  { dtlsParameters, tracks, answer }: CannedPublisher,
): Promise<BareMediasoup> {
  const worker = await createWorker({ workerBin });
  const listenInfos = (['udp', 'tcp'] as const).map((protocol) => ({ protocol, ip: '127.0.0.1' }));
  const webRtcServer = await worker.createWebRtcServer({ listenInfos });

  async function open(): Promise<types.Router> {
    const router = await worker.createRouter({ mediaCodecs });
    const transport = await router.createWebRtcTransport({ webRtcServer, preferUdp: true });
    // All at once: the worker takes them in order.
    await Promise.all([
      transport.connect({ dtlsParameters }),
      ...tracks.map((track) => transport.produce(track)),
    ]);
    return router;
  }

  const routers: types.Router[] = [];
  const http = await serve(async (request, response) => {
    const offer = await text(request);
    if (request.method === 'DELETE') {
      routers.pop()?.close();
      response.end();
      return;
    }
    if (!offer.startsWith('v=0')) return void response.writeHead(400).end();
    routers.push(await open());
    const headers = { location: '/session', 'content-type': 'application/sdp', etag: '"1"' };
    response.writeHead(201, headers).end(answer);
  });

  return {
    http,
    publish: async () => (await open()).close(),
    async close() {
      await http.close();
      worker.close();
    },
  };
}

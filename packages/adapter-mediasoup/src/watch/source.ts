import type { types } from 'mediasoup';
import type * as Ortc from 'mediasoup/ortc';
import type { MediasoupPublication } from '../publication.js';
import type { PlayableTrack } from '../sdp/map-viewer.js';
import type { MediaWorker } from '../workers/media-worker.js';

/** A publication as viewers see it. */
export class Source {
  readonly router: types.Router;
  readonly worker: MediaWorker;
  readonly producers: ReadonlyMap<types.MediaKind, types.Producer>;
  readonly tracks: readonly PlayableTrack[];

  constructor(
    { router, producers }: MediasoupPublication,
    worker: MediaWorker,
    ortc: Pick<typeof Ortc, 'getProducerRtpParametersMapping'>,
  ) {
    this.router = router;
    this.worker = worker;
    this.producers = new Map(producers.map((producer) => [producer.kind, producer]));
    this.tracks = producers.map((producer) => playableTrack(producer, router, ortc));
  }

  /** Makes the track of that kind available on another router. */
  async pipe(kind: types.MediaKind, router: types.Router): Promise<types.Producer> {
    const producer = this.producers.get(kind);
    if (!producer) throw new Error(`the publication has no ${kind}`);
    const { pipeProducer } = await this.worker.ask(() =>
      this.router.pipeToRouter({ producerId: producer.id, router, keepId: false }),
    );
    if (!pipeProducer) throw new Error('mediasoup made no pipe producer');
    return pipeProducer;
  }
}

function playableTrack(
  { id, kind, rtpParameters }: types.Producer,
  router: types.Router,
  ortc: Pick<typeof Ortc, 'getProducerRtpParametersMapping'>,
): PlayableTrack {
  const [codec] = rtpParameters.codecs;
  if (!codec) throw new Error('a producer without a codec');
  const mapping = ortc.getProducerRtpParametersMapping(rtpParameters, router.rtpCapabilities);
  return {
    kind,
    codec,
    payloadType: mapping.codecs[0]?.mappedPayloadType ?? codec.payloadType,
    canConsume: (rtpCapabilities) => router.canConsume({ producerId: id, rtpCapabilities }),
  };
}

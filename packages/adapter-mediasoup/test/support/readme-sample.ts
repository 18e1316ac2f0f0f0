import { type MediasoupBackend, mediasoup } from '@whipway/adapter-mediasoup';
import { type BackendEnvironment, Gateway, type Ports } from '@whipway/core';
import type { types } from 'mediasoup';

/** What is published by WHIP appears on the application's own router. */
export function takeIn(
  backend: MediasoupBackend,
  ownRouter: types.Router,
  welcome: (producer: types.Producer, endpointId: string) => void,
): void {
  backend.onPublication(async ({ endpointId, router, producers }) => {
    for (const { id } of producers) {
      const pipe = await router.pipeToRouter({ producerId: id, router: ownRouter, keepId: false });
      if (pipe.pipeProducer) welcome(pipe.pipeProducer, endpointId);
    }
  });
}

export function makeGateway(
  ports: Ports,
  media: BackendEnvironment['media'],
): { gateway: Gateway; backend: MediasoupBackend } {
  const settings = mediasoup.settings.backend.parse({ workers: 1 });
  const backend = mediasoup.create(settings, { ...ports, media });
  const gateway = new Gateway({ backend, ports, endpoints: [{ id: 'live' }] });
  return { gateway, backend };
}

import { janus } from '@whipway/adapter-janus';
import { type BackendEnvironment, Gateway, type Ports } from '@whipway/core';

export function makeGateway(ports: Ports, media: BackendEnvironment['media']): Gateway {
  const settings = janus.settings.backend.parse({ url: 'ws://127.0.0.1:8188' });
  const backend = janus.create(settings, { ...ports, media });
  const room = janus.settings.endpoint.parse({ room: 1234 });
  return new Gateway({ backend, ports, endpoints: [{ id: 'live', settings: room }] });
}

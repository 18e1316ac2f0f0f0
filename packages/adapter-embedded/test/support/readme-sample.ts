import { embedded } from '@whipway/adapter-embedded';
import { type BackendEnvironment, Gateway, type Ports } from '@whipway/core';

export function makeGateway(ports: Ports, media: BackendEnvironment['media']): Gateway {
  const settings = embedded.settings.backend.parse({});
  const backend = embedded.create(settings, { ...ports, media });
  return new Gateway({ backend, ports, endpoints: [{ id: 'live' }] });
}

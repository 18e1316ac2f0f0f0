import { embedded } from '@whipway/adapter-embedded';
import {
  type BackendEndpoint,
  type Logger,
  type MediaBackend,
  type Ports,
  SILENT_LOGGER,
} from '@whipway/core';

/** What a test lets the backend do; default: it works. */
export interface Script {
  openEndpoint?: (endpoint: BackendEndpoint) => Promise<void>;
  closeEndpoint?: (endpoint: BackendEndpoint) => Promise<void>;
  health?: () => Promise<void>;
}

/** The embedded backend on loopback, with endpoints and health in the test's hand. */
export function scriptedBackend(
  ports: Ports,
  script: Script,
  logger: Logger = SILENT_LOGGER,
): MediaBackend {
  const real = embedded.create(embedded.settings.backend.parse({}), {
    clock: ports.clock,
    logger,
    media: { addresses: ['127.0.0.1'], stun: [] },
  });
  return {
    name: real.name,
    capabilities: real.capabilities,
    ...(real.playback ? { playback: real.playback } : {}),
    open: (offer, context, call) => real.open(offer, context, call),
    openEndpoint: async (endpoint) => await script.openEndpoint?.(endpoint),
    closeEndpoint: async (endpoint) => await script.closeEndpoint?.(endpoint),
    health: async (call) => await (script.health ? script.health() : real.health(call)),
    close: () => real.close(),
  };
}

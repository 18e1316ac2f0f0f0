import { Gateway, type GatewayOptions, type Logger, SILENT_LOGGER } from '@whipway/core';
import { createWhipHandler } from '../../src/handler.js';
import { platformPorts } from '../../src/platform.js';
import type { WhipHandlerOptions } from '../../src/settings.js';
import { staticTokens } from '../../src/static-tokens.js';
import type { EndpointTokens } from '../../src/token-directory.js';
import { ManualClock } from './manual-clock.js';
import { SampleBackend, type SampleBackendOptions } from './sample-backend.js';

export const PUBLISH_TOKEN = 'publish-token';
export const WATCH_TOKEN = 'watch-token';

/** `live`: tokens for both; `open`: anybody may watch; `free`: no token at all. */
export const ENDPOINTS: readonly EndpointTokens[] = [
  { id: 'live', token: PUBLISH_TOKEN, watch: { token: WATCH_TOKEN } },
  { id: 'open', token: PUBLISH_TOKEN, watch: 'public' },
  { id: 'free' },
];

export interface FrontDoorOptions {
  readonly http?: Partial<WhipHandlerOptions>;
  readonly gateway?: Partial<Omit<GatewayOptions, 'backend'>>;
  readonly backend?: SampleBackendOptions;
  readonly logger?: Logger;
}

/** A real gateway in front of the sample backend, with a clock that tests move. */
export function frontDoor({
  http,
  gateway,
  backend,
  logger = SILENT_LOGGER,
}: FrontDoorOptions = {}) {
  const clock = new ManualClock();
  const sample = new SampleBackend(backend);
  const ports = { ...platformPorts(logger), clock };
  const core = new Gateway({
    backend: sample,
    ports,
    endpoints: ENDPOINTS.map(({ id }) => ({ id })),
    ...gateway,
  });
  const handler = createWhipHandler({
    gateway: core,
    ports,
    authorize: staticTokens(ENDPOINTS),
    ...http,
  });
  return { clock, backend: sample, gateway: core, handler };
}

export type FrontDoor = ReturnType<typeof frontDoor>;

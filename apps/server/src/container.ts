import 'reflect-metadata';
import { Gateway, type Logger } from '@whipway/core';
import { createWhipHandler, platformPorts } from '@whipway/http';
import { Container, ContainerModule } from 'inversify';
import { adminModule } from './admin-module.js';
import { type AnyBackendAdapter, BACKENDS } from './backends.js';
import type { Config } from './config/config.js';
import { adapterOf, endpointDefinition, iceServersOf, mediaSettings } from './config/settings.js';
import { STUDIO_FOLDER as BUNDLED_STUDIO } from './http/studio-pages.js';
import { logRefusals } from './log/refusal-lines.js';
import { Server } from './run/server.js';
import {
  ADMIN,
  CONFIG,
  GATEWAY,
  LOGGER,
  MEDIA_BACKEND,
  PORTS,
  SERVER,
  STUDIO_FOLDER,
  WHIP_HANDLER,
} from './service-ids.js';

/** What comes from outside the container. */
export interface Given {
  readonly config: Config;
  readonly logger: Logger;
  /** Default: all that this server has. */
  readonly adapters?: readonly AnyBackendAdapter[];
  /** Folder with the studio's index.html. Default: the bundled copy. */
  readonly studioFolder?: string;
}

/** The whole server, wired: the only place that knows which classes exist. */
export function buildContainer(given: Given): Container {
  const container = new Container();
  const adapters = given.adapters ?? BACKENDS;
  container.load(surroundings(given), media(adapters), adminModule(adapters), web);
  return container;
}

function surroundings({ config, logger, studioFolder }: Given): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(CONFIG).toConstantValue(config);
    bind(LOGGER).toConstantValue(logger);
    bind(STUDIO_FOLDER).toConstantValue(studioFolder ?? BUNDLED_STUDIO);
    bind(PORTS)
      .toResolvedValue((log) => platformPorts(log), [LOGGER])
      .inSingletonScope();
  });
}

/** The media server the configuration names, and the gateway in front of it. */
function media(adapters: readonly AnyBackendAdapter[]): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(MEDIA_BACKEND)
      .toResolvedValue(
        (config, { clock, logger }) => {
          const { kind, ...settings } = config.backend;
          const environment = { clock, logger, media: mediaSettings(config.media) };
          return adapterOf(adapters, kind).create(settings as never, environment);
        },
        [CONFIG, PORTS],
      )
      .inSingletonScope();
    bind(GATEWAY)
      .toResolvedValue(
        (config, backend, ports) =>
          new Gateway({
            backend,
            ports,
            endpoints: config.endpoints.map((endpoint) =>
              endpointDefinition(endpoint, adapterOf(adapters, config.backend.kind)),
            ),
            protocol: config.protocol,
            timers: { ...config.timers, lifetime: config.timers.lifetime },
          }),
        [CONFIG, MEDIA_BACKEND, PORTS],
      )
      .inSingletonScope();
  });
}

const web = new ContainerModule(({ bind }) => {
  bind(WHIP_HANDLER)
    .toResolvedValue(
      (config, gateway, ports, admin) => {
        const { publicUrl } = config.listen;
        const handler = createWhipHandler({
          gateway,
          ports,
          authorize: admin.authorize,
          ...(publicUrl === undefined ? {} : { publicUrl }),
          iceServers: iceServersOf(config.iceServers),
          cors: config.cors.origins,
          limits: config.limits,
        });
        return logRefusals(handler, ports.logger);
      },
      [CONFIG, GATEWAY, PORTS, ADMIN],
    )
    .inSingletonScope();
  bind(SERVER)
    .toResolvedValue(
      (config, gateway, handler, admin, logger, studioFolder) =>
        new Server({ config, gateway, handler, admin, logger, studioFolder }),
      [CONFIG, GATEWAY, WHIP_HANDLER, ADMIN, LOGGER, STUDIO_FOLDER],
    )
    .inSingletonScope();
});

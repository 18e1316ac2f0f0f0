import { createAdmin, type DescribeIssues, endpointBlocks, SqliteStore } from '@whipway/admin';
import { ContainerModule } from 'inversify';
import type { AnyBackendAdapter } from './backends.js';
import { toJsonSchema } from './config/json-schema.js';
import { issueText, problemsOf } from './config/problem.js';
import { packageVersion } from './package-version.js';
import { ADMIN, CONFIG, ENDPOINT_STORE, GATEWAY, PORTS } from './service-ids.js';

/** The admin API, and the store of what it makes. */
export function adminModule(adapters: readonly AnyBackendAdapter[]): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(ENDPOINT_STORE)
      .toResolvedValue(
        ({ storePath }, { clock, logger }) => new SqliteStore(storePath, clock, logger),
        [CONFIG, PORTS],
      )
      .inSingletonScope();
    bind(ADMIN)
      .toResolvedValue(
        (config, gateway, ports, store) => {
          const { publicUrl } = config.listen;
          return createAdmin({
            gateway,
            ports,
            store,
            token: config.adminToken,
            version: packageVersion(),
            kind: config.backend.kind,
            blocks: endpointBlocks(adapters),
            configured: config.endpoints,
            configuration: config.file ?? 'what this server was started with',
            ...(publicUrl === undefined ? {} : { publicUrl }),
            iceServers: config.iceServers.length > 0,
            hosts: [...config.admin.hosts, config.listen.host],
            origins: config.admin.origins,
            limits: { bodyTime: config.limits.bodyTime },
            describeIssues,
          });
        },
        [CONFIG, GATEWAY, PORTS, ENDPOINT_STORE],
      )
      .inSingletonScope();
  });
}

/** In the words of the configuration, whose schema endpoints have. */
const describeIssues: DescribeIssues = (schema, value) => {
  const { error } = schema.safeParse(value, { error: issueText });
  const input = { raw: value, schema: toJsonSchema(schema), sourceOf: () => '' };
  return problemsOf(error?.issues ?? [], input).map(({ path, message }) => ({ path, message }));
};

import { networkInterfaces } from 'node:os';
import type { EndpointDefinition, MediaSettings } from '@whipway/core';
import type { IceServer } from '@whipway/http';
import type { AnyBackendAdapter } from '../backends.js';
import type { ConfigValues, EndpointConfig } from './config.js';

/** The adapter of a kind that the schema has let pass. */
export function adapterOf(adapters: readonly AnyBackendAdapter[], kind: string): AnyBackendAdapter {
  const adapter = adapters.find((candidate) => candidate.kind === kind);
  if (!adapter) throw new TypeError(`there is no backend of kind ${kind}`);
  return adapter;
}

type Interfaces = ReturnType<typeof networkInterfaces>;

/** The `media:` block as backends take it, `auto` replaced by addresses of this machine. */
export function mediaSettings(
  { addresses, announced, udpPorts, stun }: ConfigValues['media'],
  interfaces: Interfaces = networkInterfaces(),
): MediaSettings {
  const resolved = addresses.flatMap((address) =>
    address === 'auto' ? automaticAddresses(interfaces) : [address],
  );
  return {
    addresses: [...new Set(resolved)],
    stun,
    ...(announced === undefined ? {} : { announced }),
    ...(udpPorts === undefined ? {} : { udpPorts }),
  };
}

/**
 * The first IPv4 address that is not loopback, for other machines and for Firefox, which pairs with
 * no loopback candidate; then 127.0.0.1, so that a machine without a network works.
 */
function automaticAddresses(interfaces: Interfaces): readonly string[] {
  const outside = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return [...(outside ? [outside.address] : []), '127.0.0.1'];
}

/** An endpoint as the gateway takes it: its id and its block for the backend in use. */
export function endpointDefinition(
  endpoint: EndpointConfig,
  { kind, settings }: AnyBackendAdapter,
): EndpointDefinition {
  const block: unknown = (endpoint as Readonly<Record<string, unknown>>)[kind];
  return { id: endpoint.id, settings: settings.endpoint.parse(block ?? {}) };
}

export function iceServersOf(servers: ConfigValues['iceServers']): readonly IceServer[] {
  return servers.map(({ urls, username, credential }) => ({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
}

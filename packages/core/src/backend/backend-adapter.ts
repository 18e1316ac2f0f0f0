import type { Clock, Logger } from '../ports.js';
import type { MediaBackend } from './media-backend.js';

/**
 * What an adapter package exports: the kind used in configuration, the schemas of its two blocks,
 * and how to make a backend from them.
 */
export interface BackendAdapter<BackendSettings = never, EndpointSettings = unknown> {
  /** The word behind `backend: { kind: … }` and the name of the endpoint's block. */
  readonly kind: string;
  readonly settings: {
    /** Checks the `backend:` block without its `kind`. */
    readonly backend: SettingsSchema<BackendSettings>;
    /** Checks an endpoint's block; must accept `{}`. */
    readonly endpoint: SettingsSchema<EndpointSettings>;
  };
  /** Makes the backend. Opens nothing yet: a media server that is down shows in `health`. */
  create(settings: BackendSettings, environment: BackendEnvironment): MediaBackend;
}

/** A zod schema fits; so does anything with a `parse` that returns the value or throws. */
export interface SettingsSchema<Value> {
  parse(value: unknown): Value;
}

/** What the host gives to every backend. */
export interface BackendEnvironment {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly media: MediaSettings;
}

/** The `media:` block: how a media stack in this process meets its peers. */
export interface MediaSettings {
  /** IP addresses to offer as host candidates, best first. Never empty. */
  readonly addresses: readonly string[];
  /** Public address put into candidates in place of the first one (1:1 NAT). */
  readonly announced?: string;
  /** Range of UDP ports, both ends included. Default: any free port. */
  readonly udpPorts?: { readonly min: number; readonly max: number };
  /** STUN servers to ask, `stun:host:port`. Empty: none is contacted. */
  readonly stun: readonly string[];
}

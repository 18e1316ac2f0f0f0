import type { Gateway, IceServer, MediaBackend, Ports } from '@whipway/core';
import type { Authorize } from './authorize.js';
import { extensionLink, iceServerLinks, type ProtocolExtension } from './links.js';

/** What the handler uses of a `Gateway`. */
export type WhipGateway = Pick<
  Gateway,
  'endpoint' | 'publish' | 'watch' | 'answer' | 'patch' | 'end' | 'find'
> & { readonly backend: Pick<MediaBackend, 'capabilities' | 'wantsBearer'> };

/** How much a request may send, and how long things may take. */
export interface WhipHttpLimits {
  /** Longest SDP offer or answer, bytes. Default 262 144 (S-29). */
  readonly offer: number;
  /** Longest ICE fragment, bytes. Default 65 536 (S-123). */
  readonly fragment: number;
  /** Milliseconds in which a body must be there as a whole. Default 10 000. */
  readonly bodyTime: number;
  /** Milliseconds that `authorize` may take; after them the request is denied. Default 5 000. */
  readonly authorizeTime: number;
}

export interface WhipHandlerOptions {
  readonly gateway: WhipGateway;
  readonly ports: Pick<Ports, 'clock' | 'logger'>;
  /** Asked on every verb but OPTIONS. `staticTokens` makes a simple one. */
  readonly authorize: Authorize;
  /** Path in front of `/whip` and `/whep`, e.g. `/live`. Default: none. */
  readonly basePath?: string;
  /**
   * Where clients reach this server: `https://media.example.com`, with the path that a proxy in
   * front takes away, if it does. Makes every Location an absolute URL (S-114). Default: an
   * absolute path.
   */
  readonly publicUrl?: string;
  /**
   * STUN and TURN servers for clients, as Link lines of the 201 (S-60). Default: none. A backend may
   * add those of its media server, or put them in their place.
   */
  readonly iceServers?: readonly IceServer[];
  /** Protocol extensions to advertise in the 201 (S-66). Default: none. */
  readonly extensions?: readonly ProtocolExtension[];
  /** Origins whose pages may use this server. Default `*`: all. An empty list: none. */
  readonly cors?: '*' | readonly string[];
  readonly limits?: Partial<WhipHttpLimits>;
  /** `realm` of the bearer challenge (S-71). Default `whipway`. */
  readonly realm?: string;
  /**
   * True: whoever knows a session's URL may DELETE it without a token, for players that forget to
   * send theirs. Default false.
   */
  readonly deleteByUrl?: boolean;
}

/** The options with every default filled in and checked. */
export interface HandlerSettings
  extends Required<Omit<WhipHandlerOptions, 'ports' | 'limits' | 'iceServers'>> {
  readonly clock: Ports['clock'];
  readonly logger: Ports['logger'];
  readonly limits: WhipHttpLimits;
  /** The values of the Link lines for `iceServers`. */
  readonly iceServerLinks: readonly string[];
}

const LIMITS: WhipHttpLimits = {
  offer: 256 * 1024,
  fragment: 64 * 1024,
  bodyTime: 10_000,
  authorizeTime: 5_000,
};

/** @throws TypeError naming the option that cannot be used. */
export function handlerSettings(options: WhipHandlerOptions): HandlerSettings {
  const { ports, iceServers = [], ...rest } = options;
  // Those whose URL is fixed are tried now, rather than with the first publisher.
  for (const { urn, url } of options.extensions ?? []) {
    extensionLink(urn, typeof url === 'string' ? url : '/');
  }
  return {
    extensions: [],
    cors: '*',
    realm: 'whipway',
    deleteByUrl: false,
    ...rest,
    ...checkedUrls(options),
    limits: { ...LIMITS, ...options.limits },
    clock: ports.clock,
    logger: ports.logger,
    iceServerLinks: iceServerLinks(iceServers),
  };
}

function checkedUrls({ basePath = '', publicUrl = '' }: WhipHandlerOptions) {
  if (basePath !== '' && !/^(\/[A-Za-z0-9._~-]+)+$/.test(basePath)) {
    throw new TypeError(`basePath must look like "/live", without a slash at its end`);
  }
  if (publicUrl !== '' && !/^https?:\/\/[^\s?#"<>\\]+$/.test(publicUrl)) {
    throw new TypeError('publicUrl must be an http(s) URL without query and fragment');
  }
  return { basePath, publicUrl: publicUrl.replace(/\/+$/, '') };
}

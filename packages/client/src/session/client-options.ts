import { ClientError } from '../client-error.js';
import type { TokenFunction } from '../http/bearer-token.js';
import {
  BROWSER_PLATFORM,
  type IceServer,
  type PeerConfiguration,
  type Platform,
} from '../platform.js';

/** Everything but `url` may be left out. Times are in milliseconds. */
export interface ClientOptions {
  /** The endpoint. https, or http on this machine (C-36). */
  readonly url: string;
  /**
   * Bearer token, with or without the scheme, or a function that gets one and renews it after a 401
   * (C-28). None: no Authorization header.
   */
  readonly token?: string | TokenFunction | undefined;
  /** STUN and TURN servers; given ones win over those of the server's Link headers (C-30). */
  readonly iceServers?: IceServer[];
  /** `relay` forces TURN. Default `all`. */
  readonly iceTransportPolicy?: RTCIceTransportPolicy;
  /** `full` sends the offer at once; `half` gathers first. Default `full` (C-08). */
  readonly trickle?: 'full' | 'half';
  /** Publishing: where the video's bitrate begins, in bits per second. Default: the browser's. */
  readonly startBitrate?: number;
  /** Origins beside the endpoint's own that get the token (C-26). Default none. */
  readonly trustedOrigins?: readonly string[];
  /** Allow plain http to other machines. Default false. */
  readonly allowInsecure?: boolean;
  /** Restart ICE by itself when the connection is lost. Default true. */
  readonly recover?: boolean;
  /** Longest wait for one HTTP reply. Default 10 000. */
  readonly timeout?: number;
  /** Longest wait for gathering, in half-trickle mode. Default 5 000. */
  readonly gatheringTimeout?: number;
  /** How long candidates are collected into one PATCH. Default 50. */
  readonly trickleWindow?: number;
  /** How long a disconnected connection may come back by itself. Default 2 000. */
  readonly patience?: number;
  /** How long ICE restarts are tried. Default 30 000, as long as consent lasts (RFC 7675). */
  readonly recoveryLimit?: number;
  /** What the environment lacks: in Node, RTCPeerConnection. */
  readonly platform?: Partial<Platform>;
}

type OptionalName = 'token' | 'iceServers' | 'startBitrate';

export type ResolvedOptions = Required<Omit<ClientOptions, OptionalName>> &
  Pick<ClientOptions, OptionalName> & { readonly platform: Platform };

const DEFAULTS = {
  iceTransportPolicy: 'all',
  trickle: 'full',
  trustedOrigins: [],
  allowInsecure: false,
  recover: true,
  timeout: 10_000,
  gatheringTimeout: 5000,
  trickleWindow: 50,
  patience: 2000,
  recoveryLimit: 30_000,
} as const satisfies Partial<ClientOptions>;

/** @throws ClientError `option-invalid` */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const odd = options.trustedOrigins?.find((origin) => !URL.canParse(origin));
  if (odd !== undefined)
    throw new ClientError('option-invalid', `trustedOrigins has ${odd}, which is no URL.`);
  return { ...DEFAULTS, ...options, platform: { ...BROWSER_PLATFORM, ...options.platform } };
}

/** One transport for everything (RFC 9725, section 4.4.1; C-04). */
export function peerConfiguration(options: ResolvedOptions): PeerConfiguration {
  return {
    bundlePolicy: 'max-bundle',
    rtcpMuxPolicy: 'require',
    iceTransportPolicy: options.iceTransportPolicy,
    ...(options.iceServers ? { iceServers: options.iceServers } : {}),
  };
}

import { ClientError } from '../client-error.js';
import type { ClientOptions } from '../session/client-options.js';

/** Most bits per second that are sent, of all layers together; undefined: the browser decides. */
export interface BitrateLimits {
  readonly audio?: number | undefined;
  readonly video?: number | undefined;
}

/** One simulcast layer (RFC 9725, section 4.8). */
export interface SimulcastLayer {
  /** 1 to 16 letters and digits, different from the others (RFC 8852, section 3). */
  readonly rid: string;
  /** 2 halves width and height. Default 1. */
  readonly scaleResolutionDownBy?: number;
  /** Bits per second, beside what `maxBitrate` leaves to the layer. */
  readonly maxBitrate?: number;
  readonly maxFramerate?: number;
  /** False: offered, but not sent. Default true. */
  readonly active?: boolean;
}

/** What publishing has beside the common options. */
export interface WhipOptions extends ClientOptions {
  /**
   * Codec names by kind, the preferred one first; others are not offered. Such as
   * `{ video: ['H264', 'VP8'] }`. Default: all the platform has, in its order.
   */
  readonly codecs?: { readonly audio?: readonly string[]; readonly video?: readonly string[] };
  /**
   * Layers of the video, the largest first; true: `h`, `m` and `l` with the whole, half and quarter
   * width. A server that takes no simulcast gets the first one (C-35). Default none.
   */
  readonly simulcast?: boolean | readonly SimulcastLayer[];
  readonly maxBitrate?: BitrateLimits;
}

const THREE_LAYERS: readonly SimulcastLayer[] = [
  { rid: 'h', scaleResolutionDownBy: 1 },
  { rid: 'm', scaleResolutionDownBy: 2 },
  { rid: 'l', scaleResolutionDownBy: 4 },
];

/** Empty without simulcast. */
export function layersOf({ simulcast }: WhipOptions): readonly SimulcastLayer[] {
  if (simulcast === true) return THREE_LAYERS;
  return simulcast || [];
}

/** @throws ClientError `option-invalid`, which names the option. */
export function checkPublishOptions(options: WhipOptions): void {
  const layers = layersOf(options);
  const odd = layers.find(
    ({ rid, scaleResolutionDownBy = 1 }, index) =>
      !/^[a-zA-Z0-9]{1,16}$/.test(rid) ||
      layers.findIndex((other) => other.rid === rid) < index ||
      !(scaleResolutionDownBy >= 1),
  );
  if (odd)
    throw invalid(
      `simulcast: "${odd.rid}" needs a rid of its own, 1 to 16 letters or digits, and a scale from 1`,
    );
  for (const [kind, names] of Object.entries(options.codecs ?? {}))
    if (names.length === 0) throw invalid(`codecs: ${kind} has no name`);
  for (const { rid, maxBitrate } of layers) checkLimit(`simulcast: ${rid}`, maxBitrate);
  checkLimits(options.maxBitrate ?? {});
}

/** @throws ClientError `option-invalid` */
export function checkLimits(limits: BitrateLimits): void {
  for (const kind of ['audio', 'video'] as const) checkLimit(`maxBitrate: ${kind}`, limits[kind]);
}

function checkLimit(name: string, limit: number | undefined): void {
  if (limit !== undefined && !(Number.isFinite(limit) && limit > 0))
    throw invalid(`${name} must be above 0`);
}

function invalid(what: string): ClientError {
  return new ClientError('option-invalid', `${what}.`);
}

import type { BitrateLimits, SimulcastLayer } from './publish-options.js';

/** What `addTransceiver` is told to send; undefined leaves everything to the platform. */
export function sendEncodings(
  kind: string,
  layers: readonly SimulcastLayer[],
  limits: BitrateLimits,
): RTCRtpEncodingParameters[] | undefined {
  const limit = limitOf(kind, limits);
  if (kind === 'video' && layers.length > 0)
    return layers.map((layer) => ({ ...layer, ...bitrate(layerLimit(layer, layers, limit)) }));
  return limit === undefined ? undefined : [{ maxBitrate: limit }];
}

/** The encodings of a sender, with other limits. Those that are not layers share the limit. */
export function withLimits(
  encodings: readonly RTCRtpEncodingParameters[],
  kind: string,
  layers: readonly SimulcastLayer[],
  limits: BitrateLimits,
): RTCRtpEncodingParameters[] {
  const limit = limitOf(kind, limits);
  const sent = layers.filter(({ rid }) => encodings.some((encoding) => encoding.rid === rid));
  return encodings.map((encoding) => {
    const { maxBitrate: _, ...rest } = encoding;
    const layer = sent.find(({ rid }) => rid === encoding.rid);
    return { ...rest, ...bitrate(layer ? layerLimit(layer, sent, limit) : limit) };
  });
}

function limitOf(kind: string, limits: BitrateLimits): number | undefined {
  return kind === 'audio' ? limits.audio : limits.video;
}

/** The layer's share of the limit, by the size of its picture, and its own limit. */
function layerLimit(
  layer: SimulcastLayer,
  layers: readonly SimulcastLayer[],
  limit: number | undefined,
): number | undefined {
  const total = layers.reduce((sum, other) => sum + pictureSize(other), 0);
  const share = limit && Math.floor((limit * pictureSize(layer)) / total);
  const both = [share, layer.maxBitrate].filter((value) => value !== undefined);
  return both.length === 0 ? undefined : Math.min(...both);
}

/** Share of the source's pixels, 0 to 1. */
function pictureSize({ scaleResolutionDownBy = 1 }: SimulcastLayer): number {
  return 1 / scaleResolutionDownBy ** 2;
}

function bitrate(maxBitrate: number | undefined): { maxBitrate?: number } {
  return maxBitrate === undefined ? {} : { maxBitrate };
}

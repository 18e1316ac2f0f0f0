import type { types } from 'mediasoup';
import type { MediasoupEndpointSettings } from '../settings.js';

/** The simulcast layer to ask for; undefined: mediasoup's default, the best there is. */
export function preferredLayers(
  { type, rtpParameters }: Pick<types.Producer, 'type' | 'rtpParameters'>,
  layer: MediasoupEndpointSettings['playbackLayer'],
): types.ConsumerLayers | undefined {
  if (type !== 'simulcast' || layer === 'highest') return undefined;
  const best = (rtpParameters.encodings?.length ?? 1) - 1;
  return { spatialLayer: layer === 'lowest' ? 0 : Math.min(layer, best) };
}

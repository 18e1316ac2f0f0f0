import { expect, it } from '@jest/globals';
import { preferredLayers } from '../../src/watch/preferred-layers.js';

const simulcast = {
  type: 'simulcast' as const,
  rtpParameters: { codecs: [], encodings: [{ rid: 'l' }, { rid: 'm' }, { rid: 'h' }] },
};

it.each([
  ['highest' as const, undefined],
  ['lowest' as const, { spatialLayer: 0 }],
  [0, { spatialLayer: 0 }],
  [1, { spatialLayer: 1 }],
  [7, { spatialLayer: 2 }],
])('%s of three', (wanted, layers) => {
  expect(preferredLayers(simulcast, wanted)).toEqual(layers);
});

it('a single stream has no layers to choose', () => {
  expect(preferredLayers({ ...simulcast, type: 'simple' }, 'lowest')).toBeUndefined();
});

import { describe, expect, it } from '@jest/globals';
import * as adapter from '../src/index.js';

const { backend, endpoint } = adapter.mediasoup.settings;

describe('backend:', () => {
  it('needs nothing', () => {
    expect(backend.parse({})).toEqual({
      workers: 'cores',
      udp: true,
      tcp: true,
      consentTimeout: { publishers: 0, viewers: 30 },
    });
  });

  it.each([
    { workers: 0 },
    { workers: 1.5 },
    { workers: 'many' },
    { workerBin: '' },
    { udp: false, tcp: false },
    { consentTimeout: { publishers: 5 } },
    { consentTimeout: { viewers: 61 } },
    { listenIps: ['127.0.0.1'] },
  ])('refuses %j', (block) => {
    expect(() => backend.parse(block)).toThrow();
  });
});

describe('an endpoint’s block', () => {
  it('needs nothing', () => {
    expect(endpoint.parse({})).toEqual({ simulcastOrder: 'auto', playbackLayer: 'highest' });
  });

  it.each([
    { maxBitrate: 10 },
    { simulcastOrder: 'best' },
    { playbackLayer: -1 },
    { playbackLayer: 'middle' },
    { room: 1 },
  ])('refuses %j', (block) => {
    expect(() => endpoint.parse(block)).toThrow();
  });
});

it('has few names', () => {
  expect(Object.keys(adapter).sort()).toEqual(['MediasoupBackend', 'mediasoup']);
});

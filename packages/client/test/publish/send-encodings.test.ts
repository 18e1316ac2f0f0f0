import { describe, expect, it } from '@jest/globals';
import { layersOf } from '../../src/publish/publish-options.js';
import { sendEncodings, withLimits } from '../../src/publish/send-encodings.js';

const THREE = layersOf({ url: '', simulcast: true });

describe('encodings to begin with', () => {
  it('are left to the platform without layers and limits', () => {
    expect(sendEncodings('audio', THREE, { video: 1 })).toBeUndefined();
    expect(sendEncodings('video', [], { audio: 1 })).toBeUndefined();
  });

  it('are one with the limit of its kind', () => {
    const limits = { audio: 64_000, video: 2_000_000 };
    expect(sendEncodings('audio', THREE, limits)).toEqual([{ maxBitrate: 64_000 }]);
    expect(sendEncodings('video', [], limits)).toEqual([{ maxBitrate: 2_000_000 }]);
  });

  it('are the layers, the largest first', () => {
    expect(sendEncodings('video', THREE, {})).toEqual([
      { rid: 'h', scaleResolutionDownBy: 1 },
      { rid: 'm', scaleResolutionDownBy: 2 },
      { rid: 'l', scaleResolutionDownBy: 4 },
    ]);
  });

  it('share the limit by the size of their pictures, within their own limits', () => {
    const layers = [
      { rid: 'h', maxFramerate: 30 },
      { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 100_000, active: false },
    ];
    expect(sendEncodings('video', layers, { video: 1_000_000 })).toEqual([
      { rid: 'h', maxFramerate: 30, maxBitrate: 800_000 },
      { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 100_000, active: false },
    ]);
    expect(sendEncodings('video', layers, {})?.[1]?.maxBitrate).toBe(100_000);
  });
});

describe('other limits', () => {
  it('are shared by the layers that are left', () => {
    const encodings = [
      { rid: 'h', active: true, maxBitrate: 5 },
      { rid: 'm', active: true, scaleResolutionDownBy: 2 },
    ];
    const limited = withLimits(encodings, 'video', THREE, { video: 1_000_000 });
    expect(limited.map(({ maxBitrate }) => maxBitrate)).toEqual([800_000, 200_000]);
    const unlimited = withLimits(encodings, 'video', THREE, {});
    expect(unlimited).toEqual([
      { rid: 'h', active: true },
      { rid: 'm', active: true, scaleResolutionDownBy: 2 },
    ]);
  });

  it('hold for one that is no layer', () => {
    const encodings = [{ active: true }];
    const limits = { audio: 32_000, video: 300_000 };
    expect(withLimits(encodings, 'video', THREE, limits)[0]?.maxBitrate).toBe(300_000);
    expect(withLimits(encodings, 'audio', [], limits)[0]?.maxBitrate).toBe(32_000);
  });
});

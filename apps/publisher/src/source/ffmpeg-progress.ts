import type { EncoderProgress } from '../output/status-line.js';

/** Reads what `-progress` prints: `key=value` lines, a block at a time that ends with `progress=`. */
export class FfmpegProgress {
  #block = new Map<string, string>();
  #latest: EncoderProgress | undefined;

  /** Undefined until the first block. */
  get latest(): EncoderProgress | undefined {
    return this.#latest;
  }

  take(line: string): void {
    const [, key = '', value = ''] = /^(\w+)=\s*(.*?)\s*$/.exec(line) ?? [];
    this.#block.set(key, value);
    if (key !== 'progress') return;
    this.#latest = {
      speed: numberOf(this.#block.get('speed')),
      framesPerSecond: numberOf(this.#block.get('fps')),
    };
    this.#block = new Map();
  }
}

/** `1.02x`, `29.97`; undefined for `N/A`, and for 0, which only says that nothing is known yet. */
function numberOf(text: string | undefined): number | undefined {
  const value = Number.parseFloat(text ?? '');
  return value > 0 ? value : undefined;
}

/** Reads bits of a NAL unit, without its emulation prevention bytes (H.264, section 7.3.1). */
class BitReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(unit: Buffer) {
    const kept = [...unit].filter(
      (byte, index) => !(byte === 3 && unit[index - 1] === 0 && unit[index - 2] === 0),
    );
    this.#bytes = Buffer.from(kept);
  }

  bit(): number {
    const byte = this.#bytes.readUInt8(this.#at >> 3);
    const bit = (byte >> (7 - (this.#at & 7))) & 1;
    this.#at += 1;
    return bit;
  }

  skip(bits: number): void {
    this.#at += bits;
  }

  /** Exp-Golomb, unsigned (section 9.1). */
  unsigned(): number {
    let zeros = 0;
    while (this.bit() === 0) zeros += 1;
    let value = 1;
    for (let rest = zeros; rest > 0; rest -= 1) value = value * 2 + this.bit();
    return value - 1;
  }

  signed(): number {
    const code = this.unsigned();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}

/** Profiles whose parameter set tells the chroma format (section 7.3.2.1.1). */
const WITH_CHROMA = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
const MACROBLOCK_PIXELS = 256;

/**
 * Pixels of a picture, in whole macroblocks: enough to tell larger from smaller.
 *
 * @param unit a sequence parameter set with its NAL header
 */
export function spsPixels(unit: Buffer): number | undefined {
  try {
    const bits = new BitReader(unit);
    const profile = unit.readUInt8(1);
    bits.skip(32);
    bits.unsigned();
    if (WITH_CHROMA.has(profile)) skipChroma(bits);
    bits.unsigned();
    skipPictureOrder(bits);
    bits.unsigned();
    bits.skip(1);
    const width = bits.unsigned() + 1;
    const heightUnits = bits.unsigned() + 1;
    // Interlaced pictures count their height in pairs of macroblocks.
    const fields = bits.bit() === 1 ? 1 : 2;
    return width * heightUnits * fields * MACROBLOCK_PIXELS;
  } catch {
    return undefined;
  }
}

function skipChroma(bits: BitReader): void {
  if (bits.unsigned() === 3) bits.skip(1);
  bits.unsigned();
  bits.unsigned();
  bits.skip(1);
  if (bits.bit() === 1) throw new Error('scaling matrices are not read');
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned();
  if (type !== 1) return;
  bits.skip(1);
  bits.signed();
  bits.signed();
  for (let rest = bits.unsigned(); rest > 0; rest -= 1) bits.signed();
}

/** Where the numbers of a VP8 payload descriptor stand (RFC 7741, section 4.2). */
interface Descriptor {
  /** Length of the descriptor, bytes. */
  readonly length: number;
  readonly startOfFrame: boolean;
  readonly pictureIdAt: number | undefined;
  readonly longPictureId: boolean;
  readonly tl0At: number | undefined;
}

function readDescriptor(payload: Buffer): Descriptor | undefined {
  const [first = 0, extensions = 0] = payload;
  const startOfFrame = (first & 0x10) !== 0 && (first & 0x07) === 0;
  if ((first & 0x80) === 0)
    return {
      length: 1,
      startOfFrame,
      pictureIdAt: undefined,
      longPictureId: false,
      tl0At: undefined,
    };
  let length = 2;
  let pictureIdAt: number | undefined;
  let tl0At: number | undefined;
  if (extensions & 0x80) pictureIdAt = length;
  const longPictureId = pictureIdAt !== undefined && ((payload[length] ?? 0) & 0x80) !== 0;
  if (pictureIdAt !== undefined) length += longPictureId ? 2 : 1;
  if (extensions & 0x40) {
    tl0At = length;
    length += 1;
  }
  if (extensions & 0x30) length += 1;
  if (length > payload.length) return undefined;
  return { length, startOfFrame, pictureIdAt, longPictureId, tl0At };
}

/** RFC 7741, section 4.3: the P bit of the frame's first byte is 0 in a key frame. */
export function isVp8Keyframe(payload: Buffer): boolean {
  const descriptor = readDescriptor(payload);
  if (!descriptor?.startOfFrame || payload.length <= descriptor.length) return false;
  return ((payload[descriptor.length] ?? 1) & 0x01) === 0;
}

/** Pixels of a key frame, from its first packet (RFC 6386, section 9.1). */
export function vp8Pixels(payload: Buffer): number | undefined {
  const start = (readDescriptor(payload)?.length ?? 0) + 6;
  if (!isVp8Keyframe(payload) || payload.length < start + 4) return undefined;
  return (payload.readUInt16LE(start) & 0x3fff) * (payload.readUInt16LE(start + 2) & 0x3fff);
}

const PICTURE_IDS = { long: 0x8000, short: 0x80 } as const;

/** Picture id and base-layer index of a payload. */
interface Vp8Numbers {
  readonly pictureId: number | undefined;
  readonly tl0: number | undefined;
}

function readNumbers(payload: Buffer, descriptor: Descriptor): Vp8Numbers {
  const { pictureIdAt, longPictureId, tl0At } = descriptor;
  const tl0 = tl0At === undefined ? undefined : payload.readUInt8(tl0At);
  if (pictureIdAt === undefined) return { pictureId: undefined, tl0 };
  const pictureId = longPictureId
    ? payload.readUInt16BE(pictureIdAt) & 0x7fff
    : payload.readUInt8(pictureIdAt) & 0x7f;
  return { pictureId, tl0 };
}

/**
 * Makes picture ids and base-layer indexes continuous where a track goes over to another layer:
 * each layer counts its own, and a decoder takes numbers that go back for old frames.
 */
export class Vp8Continuity {
  #pictureOffset = 0;
  #tl0Offset = 0;
  #last: Vp8Numbers = { pictureId: undefined, tl0: undefined };

  /**
   * @param isSwitch the first packet of another layer
   * @returns the payload to send: a changed copy, or the same one where nothing has to change
   */
  rewrite(payload: Buffer, isSwitch: boolean): Buffer {
    const descriptor = readDescriptor(payload);
    if (!descriptor) return payload;
    const numbers = readNumbers(payload, descriptor);
    if (isSwitch) this.#follow(numbers);
    const pictureIds = descriptor.longPictureId ? PICTURE_IDS.long : PICTURE_IDS.short;
    const pictureId =
      numbers.pictureId === undefined
        ? undefined
        : (numbers.pictureId + this.#pictureOffset) % pictureIds;
    const tl0 = numbers.tl0 === undefined ? undefined : (numbers.tl0 + this.#tl0Offset) % 256;
    this.#last = {
      pictureId: later(this.#last.pictureId, pictureId, pictureIds),
      tl0: later(this.#last.tl0, tl0, 256),
    };
    if (pictureId === numbers.pictureId && tl0 === numbers.tl0) return payload;
    return write(payload, descriptor, { pictureId, tl0 });
  }

  #follow({ pictureId, tl0 }: Vp8Numbers): void {
    if (pictureId !== undefined && this.#last.pictureId !== undefined)
      this.#pictureOffset = modulo(this.#last.pictureId + 1 - pictureId, PICTURE_IDS.long);
    if (tl0 !== undefined && this.#last.tl0 !== undefined)
      this.#tl0Offset = modulo(this.#last.tl0 + 1 - tl0, 256);
  }
}

function write(payload: Buffer, descriptor: Descriptor, { pictureId, tl0 }: Vp8Numbers): Buffer {
  const copy = Buffer.from(payload);
  const { pictureIdAt, longPictureId, tl0At } = descriptor;
  if (pictureIdAt !== undefined && pictureId !== undefined) {
    if (longPictureId) copy.writeUInt16BE(0x8000 | pictureId, pictureIdAt);
    else copy.writeUInt8(pictureId, pictureIdAt);
  }
  if (tl0At !== undefined && tl0 !== undefined) copy.writeUInt8(tl0, tl0At);
  return copy;
}

/** The later of two numbers that roll over: packets of a picture may come late. */
function later(
  last: number | undefined,
  now: number | undefined,
  base: number,
): number | undefined {
  if (last === undefined || now === undefined) return now ?? last;
  return modulo(now - last, base) < base / 2 ? now : last;
}

function modulo(value: number, base: number): number {
  return ((value % base) + base) % base;
}

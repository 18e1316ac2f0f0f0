/** A layer without packets for this long has stopped, milliseconds. */
const STOPPED = 1500;
/** A better layer has to flow for this long before it is taken, milliseconds. */
const PROOF = 1000;

interface Layer {
  readonly rid: string;
  /** Place in the offer: the first is taken for the highest until pictures tell. */
  readonly place: number;
  pixels: number | undefined;
  since: number;
  heard: number;
}

/** `highest`, `lowest`, or the rid to prefer. */
export type LayerWish = string;

/** What to do with a packet of a layer. */
export type LayerVerdict = 'forward' | 'switch' | 'drop';

/**
 * Chooses the one simulcast layer that viewers get: the wished one, or the next best while that one
 * does not flow. The change happens at a key frame of the new layer.
 */
export class LayerChoice {
  readonly #layers: readonly Layer[];
  readonly #wish: LayerWish;
  #current: Layer | undefined;

  /** @param rids in the order of the offer's `a=simulcast` */
  constructor(rids: readonly string[], wish: LayerWish) {
    this.#layers = rids.map((rid, place) => ({
      rid,
      place,
      pixels: undefined,
      since: Number.NEGATIVE_INFINITY,
      heard: Number.NEGATIVE_INFINITY,
    }));
    this.#wish = wish;
  }

  get current(): string | undefined {
    return this.#current?.rid;
  }

  /**
   * A packet came.
   *
   * @param startsHere it begins a key frame
   * @param pixels of that picture, where known
   */
  judge(rid: string, startsHere: boolean, pixels: number | undefined, now: number): LayerVerdict {
    const layer = this.#layers.find((known) => known.rid === rid);
    if (!layer) return 'drop';
    if (now - layer.heard > STOPPED) layer.since = now;
    layer.heard = now;
    if (pixels !== undefined) layer.pixels = pixels;
    if (startsHere && layer !== this.#current && layer === this.#wanted(now)) {
      this.#current = layer;
      return 'switch';
    }
    return layer === this.#current ? 'forward' : 'drop';
  }

  /** The layer whose next key frame is waited for. */
  awaited(now: number): string | undefined {
    const wanted = this.#wanted(now);
    return wanted === this.#current ? undefined : wanted?.rid;
  }

  #wanted(now: number): Layer | undefined {
    const flowing = this.#layers.filter(({ heard }) => now - heard <= STOPPED);
    const current = this.#current && flowing.includes(this.#current) ? this.#current : undefined;
    const proven = flowing.filter((layer) => layer === current || now - layer.since >= PROOF);
    const eligible = current ? proven : flowing;
    return this.#ranked(eligible)[0] ?? this.#current;
  }

  /** Best first, by the wish. */
  #ranked(layers: readonly Layer[]): readonly Layer[] {
    const highestFirst = [...layers].sort(byHeight);
    if (this.#wish === 'highest') return highestFirst;
    if (this.#wish === 'lowest') return highestFirst.reverse();
    const wished = this.#layers.find(({ rid }) => rid === this.#wish);
    if (!wished) return highestFirst;
    const lower = highestFirst.filter((layer) => byHeight(layer, wished) >= 0);
    return [...lower, ...highestFirst.filter((layer) => !lower.includes(layer)).reverse()];
  }
}

/** Negative when `one` is the higher layer. */
function byHeight(one: Layer, other: Layer): number {
  if (one.pixels !== undefined && other.pixels !== undefined && one.pixels !== other.pixels)
    return other.pixels - one.pixels;
  return one.place - other.place;
}

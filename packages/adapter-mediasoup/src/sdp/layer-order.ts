import type { OfferedRid } from '@whipway/core';

/** How a publisher's rid layers are ordered in its `a=simulcast`. */
export type LayerOrder = 'auto' | 'highest-first' | 'lowest-first';

/** Names that say themselves which layer is better, from low to high. */
// biome-ignore format: one vocabulary a line
const VOCABULARIES: readonly (readonly string[])[] = [
  ['l', 'm', 'h'],
  ['q', 'h', 'f'],
  ['low', 'mid', 'high'],
  ['low', 'medium', 'high'],
  ['quarter', 'half', 'full'],
  ['r0', 'r1', 'r2'],
];

/**
 * The layers from the lowest to the highest quality, as mediasoup wants its encodings.
 *
 * SDP does not say which layer is which. In turn: sizes in the `a=rid` restrictions, names of a known
 * vocabulary, and RFC 8853, section 5.2: the most preferred stream comes first (OBS and most WHIP
 * clients send the best one first).
 */
export function lowestFirst(rids: readonly OfferedRid[], order: LayerOrder): readonly string[] {
  const names = rids.map(({ rid }) => rid);
  if (order === 'lowest-first') return names;
  if (order === 'highest-first') return names.toReversed();
  return bySize(rids) ?? byName(names) ?? names.toReversed();
}

function bySize(rids: readonly OfferedRid[]): readonly string[] | undefined {
  const sized = rids.map(({ rid, restrictions }) => ({ rid, size: sizeOf(restrictions) }));
  const sizes = new Set(sized.map(({ size }) => size));
  if (sizes.has(undefined) || sizes.size < rids.length) return undefined;
  return sized.sort((one, other) => (one.size ?? 0) - (other.size ?? 0)).map(({ rid }) => rid);
}

/** RFC 8851, section 5: the first restriction that tells how big a picture gets. */
function sizeOf(restrictions: string): number | undefined {
  const size = /(?:^|;)max-(?:width|height|fs|pps|br)=(\d+)/.exec(restrictions)?.[1];
  return size === undefined ? undefined : Number(size);
}

function byName(names: readonly string[]): readonly string[] | undefined {
  const vocabulary = VOCABULARIES.find((words) => names.every((name) => words.includes(name)));
  return vocabulary?.filter((word) => names.includes(word));
}

/** The one with the least load; the first among equals; undefined when there is none. */
export function leastLoaded<Loaded extends { readonly load: number }>(
  candidates: readonly Loaded[],
): Loaded | undefined {
  return candidates.reduce<Loaded | undefined>(
    (best, candidate) => (best && best.load <= candidate.load ? best : candidate),
    undefined,
  );
}

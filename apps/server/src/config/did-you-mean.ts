import { distance } from 'fastest-levenshtein';

/** The known word that was likely meant; undefined when none is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, far: difference(plain(word), plain(candidate)) }))
    .filter(({ candidate, far }) => far <= Math.min(3, Math.floor(candidate.length / 2)))
    .sort((one, other) => one.far - other.far);
  return near[0]?.candidate;
}

/** Letters to change; one when the words only end differently (`warning` for `warn`). */
function difference(word: string, known: string): number {
  const isStart = word.length > 2 && (known.startsWith(word) || word.startsWith(known));
  return Math.min(distance(word, known), isStart ? 1 : Number.POSITIVE_INFINITY);
}

/** Case, hyphens and underscores are what people get wrong most. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '');
}

/** `unknown key "tokn"; did you mean "token"?` */
export function unknownKey(key: string, known: readonly string[]): string {
  const meant = didYouMean(key, known);
  const hint = meant ? `did you mean "${meant}"?` : `known here: ${known.join(', ')}`;
  return `unknown key "${key}"; ${hint}`;
}

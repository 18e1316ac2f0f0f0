import { distance } from 'fastest-levenshtein';

/** The known word that was likely meant; undefined when none is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, far: distance(plain(word), plain(candidate)) }))
    .filter(({ candidate, far }) => far <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((one, other) => one.far - other.far);
  return near[0]?.candidate;
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

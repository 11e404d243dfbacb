import { closest, distance } from 'fastest-levenshtein';

/** `; did you mean "small"?` when one of the known words is near, else nothing. */
export function suggest(word: string, known: readonly string[]): string {
  if (known.length === 0 || word.length > 100) return '';
  const nearest = closest(word, known);
  return distance(word.toLowerCase(), nearest.toLowerCase()) <= Math.max(1, Math.floor(nearest.length / 3))
    ? `; did you mean "${nearest}"?`
    : '';
}

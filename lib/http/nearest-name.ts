import { closest, distance } from 'fastest-levenshtein';

/** The name that was probably meant; null when none is near enough. @param asked already cut to a bearable length */
export function nearestName(asked: string, names: readonly string[]): string | null {
  const nearest = names.length > 0 ? closest(asked.toLowerCase(), names) : null;
  if (nearest === null) return null;
  return distance(asked.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, Math.floor(asked.length / 3)) ? nearest : null;
}

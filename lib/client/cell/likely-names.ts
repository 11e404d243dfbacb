import { distance } from 'fastest-levenshtein';

/** The cells whose names are near enough to be meant, nearest first, at most three. */
export function likelyNames<T extends { name: string }>(asked: string, cells: readonly T[]): T[] {
  const wanted = asked.toLowerCase();
  const furthest = Math.max(2, Math.floor(wanted.length / 3));
  return cells
    .map((cell) => ({ cell, far: distance(wanted, cell.name.toLowerCase()) }))
    .filter(({ cell, far }) => far <= furthest || (wanted.length >= 3 && cell.name.toLowerCase().includes(wanted)))
    .sort((a, b) => a.far - b.far || a.cell.name.localeCompare(b.cell.name))
    .slice(0, 3)
    .map(({ cell }) => cell);
}

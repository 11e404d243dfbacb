/** Moves labels apart until neighbours are at least `gap` px apart, within `from`…`to`, as near to their lines as can be. Keeps their order. */
export function spreadLabels<T extends { y: number }>(labels: readonly T[], gap: number, from: number, to: number): T[] {
  const placed = [...labels].sort((a, b) => a.y - b.y).map((label) => ({ ...label, y: Math.min(to, Math.max(from, label.y)) }));
  for (let i = 1; i < placed.length; i++) {
    const above = placed[i - 1] as T;
    const label = placed[i] as T;
    label.y = Math.max(label.y, above.y + gap);
  }
  let limit = to;
  for (let i = placed.length - 1; i >= 0; i--) {
    const label = placed[i] as T;
    label.y = Math.min(label.y, limit);
    limit = label.y - gap;
  }
  return placed;
}

/** Median of some values; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** A standard deviation that outliers do not move: 1.4826 × the median distance from the median; 0 of none. */
export function robustDeviation(values: readonly number[]): number {
  const middle = median(values);
  return middle === null ? 0 : 1.4826 * (median(values.map((value) => Math.abs(value - middle))) ?? 0);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

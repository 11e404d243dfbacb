/** Median of some values; null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.length <= FEW ? insertionSorted(values) : Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** So few are sorted faster one by one than by the engine: medians of a few weekdays are taken by the hundred thousand. */
const FEW = 16;

function insertionSorted(values: readonly number[]): number[] {
  const sorted = values.slice();
  for (let at = 1; at < sorted.length; at++) {
    const value = sorted[at] as number;
    let place = at;
    for (; place > 0 && (sorted[place - 1] as number) > value; place--) sorted[place] = sorted[place - 1] as number;
    sorted[place] = value;
  }
  return sorted;
}

/** A standard deviation that outliers do not move: 1.4826 × the median distance from the median; 0 of none. */
export function robustDeviation(values: readonly number[]): number {
  const middle = median(values);
  return middle === null ? 0 : 1.4826 * (median(values.map((value) => Math.abs(value - middle))) ?? 0);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

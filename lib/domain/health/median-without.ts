/** Median of ascending values with one occurrence of `without` left out; null when nothing is left. */
export function medianWithout(sorted: Float64Array, without: number | null): number | null {
  const size = sorted.length - (without === null ? 0 : 1);
  if (size <= 0) return null;
  let skip = sorted.length;
  if (without !== null) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) < without) low = middle + 1;
      else high = middle;
    }
    skip = low;
  }
  const middle = size >> 1;
  const upper = sorted[middle < skip ? middle : middle + 1] as number;
  return size % 2 === 1 ? upper : ((sorted[middle - 1 < skip ? middle - 1 : middle] as number) + upper) / 2;
}

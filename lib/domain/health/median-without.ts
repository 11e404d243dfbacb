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
  const at = (index: number) => sorted[index < skip ? index : index + 1] as number;
  const middle = size >> 1;
  return size % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

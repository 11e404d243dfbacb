/** Where a key leads from the cell with this index, in groups of rows of `columns`; null when the key moves nothing. */
export function moveFocus(key: string, index: number, counts: readonly number[], columns: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  switch (key) {
    case 'ArrowRight':
      return Math.min(total - 1, index + 1);
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    case 'ArrowDown':
      return vertical(1, index, counts, columns);
    case 'ArrowUp':
      return vertical(-1, index, counts, columns);
    default:
      return null;
  }
}

/** One row down or up, in the same column, across the borders of groups; a shorter row gives its last cell. */
function vertical(step: 1 | -1, index: number, counts: readonly number[], columns: number): number {
  const rows: { first: number; length: number }[] = [];
  let first = 0;
  for (const count of counts) {
    for (let done = 0; done < count; done += columns) rows.push({ first: first + done, length: Math.min(columns, count - done) });
    first += count;
  }
  const at = rows.findIndex((row) => index >= row.first && index < row.first + row.length);
  const here = rows[at];
  const there = rows[at + step];
  if (!here || !there) return index;
  return there.first + Math.min(index - here.first, there.length - 1);
}

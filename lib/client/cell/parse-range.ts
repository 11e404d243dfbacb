import { CELL_RANGES, type CellRange } from '#lib/views/fleet-view.ts';

/** A range as it is written on its button. */
export const RANGE_WORDS: Readonly<Record<CellRange, string>> = {
  '1h': '1\u00a0h',
  '3h': '3\u00a0h',
  '24h': '24\u00a0h',
  '7d': '7\u00a0d',
};

/** The range named in the address; one hour for anything else. */
export function parseRange(value: string | readonly string[] | null | undefined): CellRange {
  const given = typeof value === 'string' ? value : value?.[0];
  return CELL_RANGES.find((range) => range === given) ?? '1h';
}

/** The address of a cell over a range. The default range is left out, so that one picture has one address. */
export function cellHref(name: string, range: CellRange = '1h'): string {
  return `/cells/${encodeURIComponent(name)}${range === '1h' ? '' : `?range=${range}`}`;
}

/** A period whose ends were written the wrong way round, turned; null for any other. @example turnedPeriod('2026-03-09..2026-03-01') */
export function turnedPeriod(period: string): string | null {
  const [, from, to] = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(period) ?? [];
  return from !== undefined && to !== undefined && from > to ? `${to}..${from}` : null;
}

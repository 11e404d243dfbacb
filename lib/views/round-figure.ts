/** Rounds to a number of significant digits; unknown (NaN, infinite, undefined) becomes null. */
export function roundFigure(value: number | null | undefined, digits: number): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  return Number(value.toPrecision(digits));
}

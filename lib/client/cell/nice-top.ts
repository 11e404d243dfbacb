import type { CellSeriesView } from '#lib/views/fleet-view.ts';

/** The least that a scale spans, so that noise near zero does not look like a mountain. */
const LEAST: Readonly<Record<CellSeriesView['unit'], number>> = { 'requests/s': 1, ratio: 0.002, ms: 20, '%': 20 };

/** The upper end of a scale from 0 that holds `highest` and has a round middle: twice 1, 2 or 5 times a power of ten. */
export function niceTop(highest: number, unit: CellSeriesView['unit']): number {
  const half = Math.max(highest * 1.04, LEAST[unit]) / 2;
  const power = 10 ** Math.floor(Math.log10(half));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= half * (1 - 1e-9)) ?? 10;
  const top = 2 * step * power;
  // A share can't pass the whole.
  const whole = unit === 'ratio' ? 1 : unit === '%' ? 100 : Number.POSITIVE_INFINITY;
  return highest <= whole ? Math.min(top, whole) : top;
}

import type { CellSeriesView } from '#lib/views/fleet-view.ts';

/** The least that a scale spans, so that noise near zero does not look like a mountain. */
const LEAST: Readonly<Record<CellSeriesView['unit'], number>> = { 'requests/s': 1, ratio: 0.002, ms: 20, '%': 20 };

/** Short numbers, so that the label of the middle is exact. */
const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/** The upper end of a scale from 0 that holds `highest` and has a round middle: twice a short number. */
export function niceTop(highest: number, unit: CellSeriesView['unit']): number {
  const top = roundTop(Math.max(highest * 1.04, LEAST[unit]));
  // A share can't pass the whole.
  const whole = unit === 'ratio' ? 1 : unit === '%' ? 100 : Number.POSITIVE_INFINITY;
  return highest <= whole ? Math.min(top, whole) : top;
}

/** The least number with a round middle that is no smaller. @param least more than 0 */
export function roundTop(least: number): number {
  const half = least / 2;
  const power = 10 ** Math.floor(Math.log10(half));
  const step = STEPS.find((factor) => factor * power >= half * (1 - 1e-9)) ?? 10;
  return 2 * step * power;
}

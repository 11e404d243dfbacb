import type { CostChart } from '#lib/domain/cost/cost-picture.ts';
import { roundTop } from '../cell/nice-top.ts';
import { shortMoney } from '../format/money.ts';

/** The drawing area, px. What stands outside of it is plain text, so that it is in the first HTML. */
export const COST_PLOT = { height: 232, top: 12, right: 4, bottom: 24, left: 52 } as const;

/** The stacked chart, ready to draw. */
export interface CostChartModel {
  /** `s0`, `s1`, … in the order of the series. */
  rows: readonly Readonly<Record<string, number>>[];
  /** Which colour each series has: `1` to `5`, `rest`. */
  stacks: readonly string[];
  top: number;
  /** Below 0 where credits exceed what was charged. */
  bottom: number;
  ticks: readonly { value: number; y: number; text: string }[];
  /** Words under some columns, at their middle: 0–1 of the width. */
  days: readonly { x: number; text: string }[];
  /** Sum of each column, for drawing alone. */
  sums: readonly number[];
  /** First column whose figures are not whole, and that AWS calls an estimate; the number of columns when there is none. */
  incompleteFrom: number;
  estimatedFrom: number;
}

const MOST_LABELS = 6;

/** Turns the chart's columns into bars, horizontal lines and labels. @param sums what each column comes to */
export function costChartModel({ columns, series }: CostChart, sums: readonly number[], currency: string): CostChartModel {
  const rows = columns.map((_, at) => Object.fromEntries(series.map(({ values }, index) => [`s${index}`, values[at] ?? 0])));
  const sumOf = (pick: (value: number) => number) => rows.map((row) => Object.values(row).reduce((sum, value) => sum + pick(value), 0));
  const above = Math.max(0, ...sumOf((value) => Math.max(0, value)));
  const below = Math.min(0, ...sumOf((value) => Math.min(0, value)));
  const top = roundTop(Math.max(above * 1.02, 1));
  const bottom = below * 1.02;
  const room = COST_PLOT.height - COST_PLOT.top - COST_PLOT.bottom;
  const every = Math.max(1, Math.ceil(columns.length / MOST_LABELS));
  const firstWhere = (which: 'incomplete' | 'estimated') => {
    const at = columns.findIndex((column) => column[which]);
    return at === -1 ? columns.length : at;
  };
  return {
    rows,
    stacks: series.map(({ id }, index) => (id === 'rest' ? 'rest' : `${index + 1}`)),
    top,
    bottom,
    ticks: [0, top / 2, top].map((value) => ({
      value,
      y: COST_PLOT.top + (room * (top - value)) / (top - bottom),
      text: shortMoney(value, currency),
    })),
    days: columns.flatMap(({ label }, at) => (at % every === 0 ? [{ x: (at + 0.5) / columns.length, text: label }] : [])),
    sums,
    incompleteFrom: firstWhere('incomplete'),
    estimatedFrom: firstWhere('estimated'),
  };
}

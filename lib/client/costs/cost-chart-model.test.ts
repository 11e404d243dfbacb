import { expect, test } from 'vitest';
import type { CostChart } from '#lib/domain/cost/cost-picture.ts';
import { COST_PLOT, costChartModel } from './cost-chart-model.ts';

const chart = (values: readonly (readonly number[])[], marks: Partial<CostChart['columns'][number]>[] = []): CostChart => ({
  columns: (values[0] ?? []).map((_, at) => ({
    first: `2026-11-0${at + 1}`,
    last: `2026-11-0${at + 1}`,
    label: `Nov ${at + 1}`,
    incomplete: false,
    estimated: false,
    ...marks[at],
  })),
  series: values.map((of, at) => ({ id: at === values.length - 1 ? 'rest' : `cell:${at}`, name: `${at}`, values: of })),
});

test('bars are stacked under a round top, the rest in a colour of its own', () => {
  const model = costChartModel(
    chart([
      [1000, 800],
      [500, 400],
    ]),
    [1500, 1200],
    'USD',
  );
  expect(model.top).toBe(1600);
  expect(model.stacks).toEqual(['1', 'rest']);
  expect(model.ticks.map(({ text }) => text)).toEqual(['$0', '$800', '$1.6k']);
  expect(model.ticks[0]?.y).toBe(COST_PLOT.height - COST_PLOT.bottom);
});

test('credits go below the line and leave room for themselves', () => {
  const model = costChartModel(chart([[100], [-300]]), [-200], 'USD');
  expect(model.bottom).toBeLessThanOrEqual(-300);
  expect(model.ticks[0]?.y).toBeLessThan(COST_PLOT.height - COST_PLOT.bottom);
});

test('days that are not whole, and estimates, are marked from the first on', () => {
  const model = costChartModel(chart([[1, 1, 1]], [{}, { estimated: true }, { estimated: true, incomplete: true }]), [1, 1, 1], 'USD');
  expect([model.estimatedFrom, model.incompleteFrom]).toEqual([1, 2]);
  expect(costChartModel(chart([[1, 1]]), [1, 1], 'USD').incompleteFrom).toBe(2);
});

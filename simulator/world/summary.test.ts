import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addLogNormal, addStatistics, addSummary, addValue, emptySummary, readStatistic, type Summary } from './summary.ts';

function summaryOf(values: readonly (readonly [number, number])[]): Summary {
  const summary = emptySummary();
  for (const [value, count] of values) addValue(summary, value, count);
  return summary;
}

const pairs = fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 50 })), { minLength: 1, maxLength: 3000 });

describe('a summary of values', () => {
  test('knows sum, count, least and most exactly, however many came', () => {
    fc.assert(
      fc.property(pairs, (values) => {
        const summary = summaryOf(values);
        const sum = values.reduce((total, [value, count]) => total + value * count, 0);
        const count = values.reduce((total, [, times]) => total + times, 0);
        expect(readStatistic(summary, 'Sum')).toBe(sum);
        expect(readStatistic(summary, 'SampleCount')).toBe(count);
        expect(readStatistic(summary, 'Average')).toBe(sum / count);
        expect(readStatistic(summary, 'Minimum')).toBe(Math.min(...values.map(([value]) => value)));
        expect(readStatistic(summary, 'Maximum')).toBe(Math.max(...values.map(([value]) => value)));
      }),
      { numRuns: 50 },
    );
  });

  test('is the same in parts as in one', () => {
    fc.assert(
      fc.property(pairs, pairs, (left, right) => {
        const parts = summaryOf(left);
        addSummary(parts, summaryOf(right));
        const whole = summaryOf([...left, ...right]);
        for (const statistic of ['Sum', 'SampleCount', 'Minimum', 'Maximum'])
          expect(readStatistic(parts, statistic)).toBe(readStatistic(whole, statistic));
      }),
      { numRuns: 50 },
    );
  });

  test('has exact percentiles of few values and near ones of many, in bounded room', () => {
    const few = summaryOf([
      [10, 90],
      [20, 9],
      [30, 1],
    ]);
    expect(['p50', 'p90', 'p95', 'p99', 'p99.5', 'p100'].map((p) => readStatistic(few, p))).toEqual([10, 10, 20, 20, 30, 30]);
    const many = summaryOf(Array.from({ length: 200_000 }, (_, i) => [(i * 7919) % 10_007, 1]));
    expect(many.samples.length).toBeLessThan(1100);
    for (const p of [1, 10, 50, 90, 99]) expect(Math.abs((readStatistic(many, `p${p}`) ?? 0) - p * 100.07)).toBeLessThan(150);
  });

  test('answers nothing for nothing, and for a statistic that does not exist', () => {
    expect(readStatistic(emptySummary(), 'Sum')).toBeNull();
    expect(readStatistic(summaryOf([[1, 1]]), 'Median')).toBeNull();
    expect(readStatistic(summaryOf([[1, 1]]), 'p101')).toBeNull();
  });

  test('takes what a sender summed up already', () => {
    const summary = summaryOf([[5, 2]]);
    addStatistics(summary, { sampleCount: 10, sum: 100, minimum: 1, maximum: 40 });
    expect(['Sum', 'SampleCount', 'Minimum', 'Maximum'].map((s) => readStatistic(summary, s))).toEqual([110, 12, 1, 40]);
  });
});

test('a computed minute of latency has the percentile it was made from', () => {
  const summary = emptySummary();
  addLogNormal(summary, 250, 60_000);
  expect(readStatistic(summary, 'p99')).toBeCloseTo(250, 6);
  expect(readStatistic(summary, 'p50')).toBeLessThan(100);
  expect(readStatistic(summary, 'SampleCount')).toBe(60_000);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CellSeriesView, CellView } from '#lib/views/fleet-view.ts';
import { chartModel, PLOT } from './chart-model.ts';
import { mergeBands, ringingAt } from './merge-bands.ts';
import { niceTop } from './nice-top.ts';
import { spreadLabels } from './spread-labels.ts';
import { sinceText, timeTicks } from './time-ticks.ts';

const START = Date.parse('2026-11-24T01:00:00Z');
const STEP = 60_000;
const view: Pick<CellView, 'start' | 'stepSeconds' | 'range' | 'alarmPeriods' | 'timeline'> = {
  start: '2026-11-24T01:00:00.000Z',
  stepSeconds: 60,
  range: '1h',
  alarmPeriods: [],
  timeline: [],
};

function series(change: Partial<CellSeriesView>): CellSeriesView {
  return { signal: 'latency', unit: 'ms', points: [], peers: [], objective: null, missing: null, ...change };
}

describe('chart model', () => {
  test('a gap stays a gap', () => {
    const { rows } = chartModel(view, series({ points: [1, null, 3], peers: [2, 2] }));
    expect(rows).toEqual([
      { index: 0, value: 1, peers: 2 },
      { index: 1, value: null, peers: 2 },
      { index: 2, value: 3, peers: null },
    ]);
  });

  test('draws at most three horizontal lines', () => {
    expect(chartModel(view, series({ points: [1, 317] })).ticks).toHaveLength(3);
  });

  test('the objective is always on the scale', () => {
    expect(chartModel(view, series({ points: [100], objective: 400 })).top).toBeGreaterThanOrEqual(400);
  });

  test('labels what is drawn and nothing else', () => {
    const kinds = (change: Partial<CellSeriesView>) => chartModel(view, series(change)).labels.map(({ kind }) => kind);
    expect(kinds({ points: [1, null], peers: [null, null] })).toEqual(['value']);
    expect(kinds({ points: [null], peers: [4], objective: 9 }).sort()).toEqual(['objective', 'peers']);
  });

  test('the newest point is the last that there is', () => {
    expect(chartModel(view, series({ points: [1, 2, null] })).newest).toBe(1);
    expect(chartModel(view, series({ points: [null] })).newest).toBeNull();
  });
});

describe('scale', () => {
  test.each([
    [0.201, 'ratio', 0.3],
    [400, 'ms', 500],
    [0.95, 'ratio', 1],
    [317, 'ms', 400],
    [85, '%', 100],
    [0, 'requests/s', 1],
  ] as const)('%d %s reaches up to %d', (highest, unit, top) => {
    expect(niceTop(highest, unit)).toBeCloseTo(top);
  });

  test('holds whatever is drawn', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (highest) => niceTop(highest, 'ms') >= highest));
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (highest) => niceTop(highest, 'ratio') >= highest));
  });
});

describe('alarm bands', () => {
  const at = (minute: number) => new Date(START + minute * STEP).toISOString();

  test('overlapping periods are one band that names both alarms', () => {
    const periods = [
      { alarm: 'b', from: at(5), to: at(9) },
      { alarm: 'a', from: at(2), to: at(6) },
    ];
    expect(mergeBands(periods, START, STEP, 61)).toEqual([{ from: 2, to: 9, alarms: ['a', 'b'] }]);
  });

  test('one that still rings reaches the right end, and one from before starts at the left', () => {
    expect(mergeBands([{ alarm: 'a', from: at(-30), to: null }], START, STEP, 61)).toEqual([{ from: 0, to: 60, alarms: ['a'] }]);
  });

  test('one outside of the range is not drawn', () => {
    expect(mergeBands([{ alarm: 'a', from: at(-30), to: at(-10) }], START, STEP, 61)).toEqual([]);
    expect(mergeBands([{ alarm: 'a', from: at(70), to: null }], START, STEP, 61)).toEqual([]);
  });

  test('five minutes of a week are still seen, at its end too', () => {
    const period = (from: number, to: number | null) => [{ alarm: 'a', from: at(from), to: to === null ? null : at(to) }];
    const [middle] = mergeBands(period(600, 605), START, 60 * STEP, 168);
    expect((middle?.to ?? 0) - (middle?.from ?? 0)).toBeCloseTo(0.005 * 167);
    const [end] = mergeBands(period(167 * 60 - 1, null), START, 60 * STEP, 168);
    expect([end?.to, (end?.to ?? 0) - (end?.from ?? 0) > 0.8]).toEqual([167, true]);
    expect(mergeBands(period(167 * 60 + 20, 167 * 60 + 30), START, 60 * STEP, 168)).toEqual([end]);
    expect(mergeBands(period(168 * 60, null), START, 60 * STEP, 168)).toEqual([]);
  });

  test('an alarm is named at the point in which it began and ended, and at no other', () => {
    const alarmPeriods = [
      { alarm: 'a', from: at(2.2), to: at(3.4) },
      { alarm: 'b', from: at(3), to: null },
    ];
    expect([1, 2, 3, 4].map((index) => ringingAt({ ...view, alarmPeriods }, index))).toEqual([[], ['a'], ['a', 'b'], ['b']]);
  });
});

test('labels never touch and never leave the chart, while there is room for them', () => {
  const ys = fc.array(fc.double({ min: -50, max: 300, noNaN: true }), { maxLength: 4 });
  fc.assert(
    fc.property(ys, (wanted) => {
      const placed = spreadLabels(
        wanted.map((y) => ({ y })),
        15,
        PLOT.top,
        PLOT.height - PLOT.bottom,
      );
      for (const [i, label] of placed.entries()) {
        expect(label.y).toBeGreaterThanOrEqual(PLOT.top - 1e-6);
        expect(label.y).toBeLessThanOrEqual(PLOT.height - PLOT.bottom + 1e-6);
        const above = placed[i - 1];
        if (above) expect(label.y - above.y).toBeGreaterThanOrEqual(15 - 1e-6);
      }
    }),
  );
});

test('times are labelled on the round hour or quarter, in UTC', () => {
  expect(timeTicks(START - 3 * STEP, STEP, 61, '1h').map(({ text }) => text)).toEqual(['01:00', '01:15', '01:30', '01:45']);
  expect(timeTicks(START, 5 * STEP, 2017, '7d').map(({ text }) => text)[0]).toBe('Wed 25');
});

test('a moment of the last day is told by its time, an older one by its day', () => {
  expect(sinceText(START, START + 3_600_000)).toBe('01:00\u00a0UTC');
  expect(sinceText(START, START + 86_400_000)).toBe('24\u00a0Nov');
});

import { describe, expect, it } from 'vitest';
import { cell } from '../health/fixture.ts';
import { dayText } from './calendar.ts';
import { servedWell } from './month-budget.ts';
import { THROUGH } from './testing/cost-world.ts';
import { TrafficDays } from './traffic-days.ts';

const SPAN = { first: THROUGH - 9, last: THROUGH };
const days = (requests: number, good: number | null, count = 10) =>
  Array.from({ length: count }, (_, at) => ({ day: dayText(SPAN.first + at), requests, good }));
const traffic = new TrafficDays(
  new Map([
    ['good', days(1_000_000, 999_900)],
    ['bad', days(1_000, 900)],
    ['unknown', days(1_000, null)],
    ['half', days(1_000, 1_000, 5)],
    ['silent', days(0, 0)],
  ]),
);
const served = (...names: string[]) =>
  servedWell(
    names.map((name) => cell(name)),
    traffic,
    SPAN,
  );

describe('availability and error budget', () => {
  it('are those of the days', () => {
    expect(served('good')).toEqual({ availability: expect.closeTo(0.9999, 9), budgetLeft: expect.closeTo(0.9, 6), leftOut: 0 });
    expect(served('bad')).toMatchObject({ availability: expect.closeTo(0.9, 9), budgetLeft: expect.closeTo(-99, 6) });
  });

  it('of several cells weigh them by their traffic', () => {
    expect(served('good', 'bad')?.availability).toBeCloseTo(1 - 200 / 1_001_000, 9);
  });

  it('are unknown where errors are unknown, most days are missing or nobody asked', () => {
    for (const name of ['unknown', 'half', 'silent', 'nobody']) expect(served(name)).toBeNull();
    expect(served()).toBeNull();
  });

  it('leave out cells that are not known, and say how many', () => {
    expect(served('good', 'unknown', 'half')).toMatchObject({ availability: expect.closeTo(0.9999, 9), leftOut: 2 });
  });
});

import { describe, expect, it } from 'vitest';
import { Random } from '../release/testing/random.ts';
import { dayText, lastDayOf, monthOf, parseDay, weekday } from './calendar.ts';
import { addProjections, projectMonth, projectMonthly } from './project-month.ts';

const day = (text: string) => parseDay(text) as number;
const COMPLETE = day('2026-11-19');
const NOVEMBER = monthOf(COMPLETE);
const KNOWN = { first: day('2026-08-24'), last: COMPLETE + 2 };
const weekly = (at: number) => ([0, 6].includes(weekday(at)) ? 60 : 100);

function actual(costOf: (at: number) => number): number {
  let sum = 0;
  for (let at = day('2026-11-01'); at <= lastDayOf(NOVEMBER); at++) sum += costOf(at);
  return sum;
}

describe('the month’s end', () => {
  it('knows that weekends cost less', () => {
    expect(projectMonth(weekly, KNOWN, COMPLETE, NOVEMBER)?.estimate).toBeCloseTo(actual(weekly), 6);
  });

  it('counts a fee on the first once, and does not expect it on other days', () => {
    const fee = (at: number) => weekly(at) + (dayText(at).endsWith('-01') ? 500 : 0);
    expect(projectMonth(fee, KNOWN, COMPLETE, NOVEMBER)?.estimate).toBeCloseTo(actual(fee), 6);
    expect(projectMonth(fee, KNOWN, day('2026-11-04'), NOVEMBER)?.estimate).toBeCloseTo(actual(fee), 6);
  });

  it('does not expect one odd day again', () => {
    const odd = (at: number) => weekly(at) + (dayText(at) === '2026-11-17' ? 1_000 : 0);
    expect(projectMonth(odd, KNOWN, COMPLETE, NOVEMBER)?.estimate).toBeCloseTo(actual(odd), 6);
  });

  it('expects a new level to stay', () => {
    const doubled = (at: number) => weekly(at) * (at > COMPLETE - 7 ? 2 : 1);
    const projection = projectMonth(doubled, KNOWN, COMPLETE, NOVEMBER);
    expect(projection?.estimate).toBeCloseTo(actual(doubled), 6);
    expect(projection?.high).toBeGreaterThan(actual(doubled) * 1.05);
  });

  it('ignores what is not complete', () => {
    const cut = (at: number) => (at > COMPLETE ? 1 : weekly(at));
    expect(projectMonth(cut, KNOWN, COMPLETE, NOVEMBER)?.estimate).toBeCloseTo(actual(weekly), 6);
  });

  it('lies within its range about four times of five', () => {
    let within = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = new Random(seed);
      const costs = new Map<number, number>();
      for (let at = KNOWN.first; at <= lastDayOf(NOVEMBER); at++) {
        costs.set(at, weekly(at) * 1.001 ** (at - KNOWN.first) * (1 + 0.15 * (random.next() + random.next() - 1)));
      }
      const costOf = (at: number) => costs.get(at) ?? 0;
      const projection = projectMonth(costOf, KNOWN, COMPLETE, NOVEMBER);
      const end = actual(costOf);
      if (projection && projection.low <= end && end <= projection.high) within++;
    }
    expect(within).toBeGreaterThan(140);
    expect(within).toBeLessThan(198);
  });

  it('is unknown with less than a week, or where the month’s beginning is not known', () => {
    expect(projectMonth(weekly, { first: COMPLETE - 5, last: COMPLETE }, COMPLETE, NOVEMBER)).toBeNull();
    expect(projectMonth(weekly, { first: day('2026-11-04'), last: COMPLETE }, COMPLETE, NOVEMBER)).toBeNull();
  });

  it('of a month that is over is what it cost', () => {
    const end = lastDayOf(NOVEMBER);
    expect(projectMonth(weekly, { ...KNOWN, last: end }, end, NOVEMBER)).toEqual({
      estimate: actual(weekly),
      low: actual(weekly),
      high: actual(weekly),
    });
  });
});

describe('charges that come once a month', () => {
  it('are expected to be what they were, while they are less', () => {
    expect(projectMonthly(30, 400)).toEqual({ estimate: 400, low: 30, high: 400 });
    expect(projectMonthly(500, 400)).toEqual({ estimate: 500, low: 400, high: 500 });
    expect(projectMonthly(0, -80)).toEqual({ estimate: -80, low: -80, high: 0 });
    expect(projectMonthly(30, null)).toBeNull();
  });

  it('are added to the run rate where they are known', () => {
    expect(addProjections({ estimate: 10, low: 8, high: 12 }, { estimate: 4, low: 1, high: 4 })).toEqual({
      estimate: 14,
      low: 9,
      high: 16,
    });
    expect(addProjections({ estimate: 10, low: 8, high: 12 }, null)).toEqual({ estimate: 10, low: 8, high: 12 });
    expect(addProjections(null, { estimate: 4, low: 1, high: 4 })).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { aroundRelease, type ReleaseArrival } from './around-release.ts';
import { dayStart, dayText, parseDay, weekday } from './calendar.ts';
import { parseMoney } from './money.ts';
import { TrafficDays } from './traffic-days.ts';

const day = (text: string) => parseDay(text) as number;
const COMPLETE = day('2026-11-19');
const arrival = (...on: string[]): ReleaseArrival => ({
  component: 'router',
  executionId: 'e1',
  revision: '2f9c1',
  wave: 'large',
  cells: on.map((text, at) => ({ cell: `cell-${at}`, deployedAt: dayStart(day(text)) + 7 * 3_600_000 })),
});
/** Weekends cost half; a tenth more from a day on. */
const costs = (from: string) => (_: string, at: number) =>
  parseMoney(String((at > day(from) ? 110 : 100) * ([0, 6].includes(weekday(at)) ? 0.5 : 1)));
const none = new TrafficDays(new Map());

describe('cost around a release', () => {
  it('compares the same weekdays: a weekend is no saving', () => {
    for (const on of ['2026-11-10', '2026-11-12', '2026-11-13', '2026-11-14']) {
      expect(aroundRelease(arrival(on), costs(on), none, COMPLETE)).toMatchObject({
        change: expect.closeTo(0.1, 6),
        compared: 1,
        why: null,
      });
    }
  });

  it('tells a day’s mean of all cells, each with days of its own', () => {
    const flat = () => parseMoney('10.005');
    expect(aroundRelease(arrival('2026-11-09', '2026-11-12'), flat, none, COMPLETE)).toMatchObject({
      days: 7,
      before: '20.01',
      after: '20.01',
      change: 0,
      compared: 2,
      cells: 2,
    });
  });

  it('tells what a million requests cost, where traffic is known', () => {
    const doubled = Array.from({ length: 40 }, (_, at) => {
      const on = COMPLETE - 39 + at;
      return { day: dayText(on), requests: on > day('2026-11-10') ? 2_000_000 : 1_000_000, good: null };
    });
    const found = aroundRelease(arrival('2026-11-10'), costs('2026-11-10'), new TrafficDays(new Map([['cell-0', doubled]])), COMPLETE);
    expect(found.perMillion?.change).toBeCloseTo(-0.45, 6);
    expect(aroundRelease(arrival('2026-11-10'), costs('2026-11-10'), none, COMPLETE).perMillion).toBeNull();
  });

  it('is unknown while it is too fresh, with the reason', () => {
    expect(aroundRelease(arrival('2026-11-10', '2026-11-17'), costs('2026-11-17'), none, COMPLETE)).toMatchObject({
      before: null,
      after: null,
      change: null,
      why: 'too fresh: 2 complete days since it was deployed, 3 are needed',
    });
  });

  it('is unknown where the cost before is, and leaves such cells out', () => {
    const since = (cell: string, at: number) => (cell === 'cell-0' && at < day('2026-11-10') ? null : parseMoney('5'));
    expect(aroundRelease(arrival('2026-11-10'), since, none, COMPLETE)).toMatchObject({
      before: null,
      why: expect.stringContaining('not known'),
    });
    expect(aroundRelease(arrival('2026-11-10', '2026-11-10'), since, none, COMPLETE)).toMatchObject({
      compared: 1,
      before: '5.00',
      change: 0,
    });
    expect(aroundRelease(arrival(), since, none, COMPLETE).why).toBe('it came to no cell of this wave');
  });
});

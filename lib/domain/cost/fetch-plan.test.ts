import { describe, expect, it } from 'vitest';
import { dayText, monthText } from './calendar.ts';
import { planFetch } from './fetch-plan.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}Z`);
const days = (now: string, last: string | null) => {
  const plan = planFetch(at(now), last === null ? null : at(last));
  return `${dayText(plan.days.first)}..${dayText(plan.days.last)}${plan.months ? ` ${monthText(plan.months.first)}..${monthText(plan.months.last)}` : ''}`;
};

describe('what a fetch of costs reads', () => {
  it('is 13 months by month and 90 days by day at first', () => {
    expect(days('2026-11-24T20:00', null)).toBe('2026-08-26..2026-11-24 2025-11..2026-11');
  });

  it.each([
    ['the open month alone after the 10th', '2026-11-11T08:00', '2026-11-10T20:00', '2026-11-01..2026-11-11'],
    ['the month before too on the 10th', '2026-11-10T23:59', '2026-11-10T11:59', '2026-10-01..2026-11-10'],
    ['the month before too on the 1st', '2026-11-01T00:00', '2026-10-31T12:00', '2026-10-01..2026-11-01'],
    ['over the turn of a year', '2027-01-02T00:00', '2027-01-01T12:00', '2026-12-01..2027-01-02'],
    ['a month that was never seen settled, after a pause', '2026-11-20T08:00', '2026-11-03T08:00', '2026-10-01..2026-11-20'],
    ['all months since, after a longer pause', '2026-11-20T08:00', '2026-10-15T08:00', '2026-10-01..2026-11-20'],
    [
      'all of it, after a pause longer than anything is open',
      '2026-11-20T08:00',
      '2026-06-15T08:00',
      '2026-08-22..2026-11-20 2025-11..2026-11',
    ],
  ])('is %s', (_, now, last, expected) => {
    expect(days(now, last)).toBe(expected);
  });

  it('leaves no day unread, whenever it was read before', () => {
    for (let gap = 1; gap < 200 * 24; gap += 7) {
      const now = at('2026-11-20T08:00');
      const last = now - gap * HOUR;
      expect(planFetch(now, last).days.first * 86_400_000).toBeLessThanOrEqual(Math.max(last, now - 90 * 24 * HOUR));
    }
  });
});

import { describe, expect, it } from 'vitest';
import { dayText } from './calendar.ts';
import { incompleteFrom, lastCompleteDay } from './complete-days.ts';
import type { CostFetch } from './cost-facts.ts';
import { factsOf, THROUGH } from './testing/cost-world.ts';

const fetch = (changes: Partial<CostFetch>): CostFetch => ({ ...factsOf([], THROUGH).fetch, ...changes });
const text = (day: number | null) => day && dayText(day);

describe('complete days', () => {
  it('are all but the estimates of the last 48 hours, though AWS marks all of an open month', () => {
    const estimatedDays = Array.from({ length: 21 }, (_, at) => dayText(THROUGH - 20 + at));
    expect(text(incompleteFrom(fetch({ estimatedDays })))).toBe('2026-11-20');
    expect(text(lastCompleteDay(fetch({ estimatedDays })))).toBe('2026-11-19');
  });

  it('are all where nothing is an estimate', () => {
    expect(incompleteFrom(fetch({ estimatedDays: [] }))).toBeNull();
    expect(text(lastCompleteDay(fetch({ estimatedDays: [] })))).toBe('2026-11-21');
  });

  it('never hold a day that was not over', () => {
    expect(text(incompleteFrom(fetch({ estimatedDays: [], throughDay: '2026-11-22' })))).toBe('2026-11-22');
  });

  it('are none before the first fetch', () => {
    expect(lastCompleteDay(fetch({ fetchedAt: null, throughDay: null, estimatedDays: [] }))).toBeNull();
  });
});

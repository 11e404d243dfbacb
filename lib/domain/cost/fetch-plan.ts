import { type Day, dayOf, firstDayOf, type Month, monthOf } from './calendar.ts';
import type { Span } from './period.ts';

/** At the first fetch: months (the open one included) and days before today. */
const FIRST_MONTHS = 13;
const FIRST_DAYS = 90;
/** Until this day of a month the one before is read again: support, credits and corrections still come to it. */
const SETTLES_ON = 10;
/** A month that was last read before this day of the next one has not been seen whole: its invoice came later. */
const INVOICED_ON = 7;

/** What one fetch asks Cost Explorer for: days by day, and at the first fetch months by month too. */
export interface FetchPlan {
  days: Span;
  months: { first: Month; last: Month } | null;
}

/**
 * What is read now: at first all of the past, then the open month and, until the 10th, the one before. After a pause, the months
 * that were not settled when they were last read.
 * @param last epoch ms of the last fetch that succeeded and read the same way; null before the first
 */
export function planFetch(now: number, last: number | null): FetchPlan {
  const today = dayOf(now);
  const first = {
    days: { first: today - FIRST_DAYS, last: today },
    months: { first: monthOf(today) - FIRST_MONTHS + 1, last: monthOf(today) },
  };
  if (last === null) return first;
  const before = dayOf(last);
  const open = monthOf(today);
  const unsettled = Math.min(
    ofMonth(today) <= SETTLES_ON ? open - 1 : open,
    ofMonth(before) < INVOICED_ON ? monthOf(before) - 1 : monthOf(before),
  );
  const from = firstDayOf(unsettled);
  // Longer than anything is open: as if nothing were known.
  return from < today - FIRST_DAYS ? first : { days: { first: from, last: today }, months: null };
}

/** From 1. */
function ofMonth(day: Day): number {
  return day - firstDayOf(monthOf(day)) + 1;
}

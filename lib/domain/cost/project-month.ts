import { type Day, firstDayOf, lastDayOf, monthOf, weekday } from './calendar.ts';
import type { Span } from './period.ts';
import { mean, median, robustDeviation } from './statistics.ts';

/** What a month will have cost at its end, in units of the currency. Our own estimate, not AWS's forecast. */
export interface Projection {
  estimate: number;
  /** The end lies between these in about four months of five. */
  low: number;
  high: number;
}

const WEEKS = 4;
const LEAST_DAYS = 7;
/** Four of five, of a normal distribution. */
const Z = 1.28;

/**
 * The month's end from the run rate: what its complete days cost, and for each day left the median of the same weekday in the four
 * weeks before, moved by how the last week differs from the weeks before it. First days of months, which carry fees, count as they
 * are but teach nothing. Null with less than a week of complete days.
 *
 * @param costOf cost of a day; @param known the days of which it is known; @param complete the last complete day
 */
export function projectMonth(costOf: (day: Day) => number, known: Span, complete: Day, month: number): Projection | null {
  const first = firstDayOf(month);
  const end = lastDayOf(month);
  const from = Math.max(known.first, complete - WEEKS * 7 + 1);
  const days: Day[] = [];
  for (let day = from; day <= complete; day++) if (day !== firstDayOf(monthOf(day))) days.push(day);
  if (days.length < LEAST_DAYS - 1 || complete - from + 1 < LEAST_DAYS || known.first > first) return null;
  let actual = 0;
  for (let day = first; day <= Math.min(complete, end); day++) actual += costOf(day);

  const usual = usualByWeekday(days, costOf);
  const level = recentLevel(days, usual, costOf, complete);
  const residuals = days.map((day) => costOf(day) - usual(day) * (day > complete - 7 ? level : 1));
  const left: number[] = [];
  for (let day = Math.max(complete + 1, first); day <= end; day++) left.push(usual(day) * level);
  const rest = left.reduce((sum, cost) => sum + cost, 0);
  const estimate = actual + rest;

  // Days differ on their own, and all of them together when the level moves.
  const daily = robustDeviation(residuals);
  const drift = Math.max(weeklyDrift(days, costOf, complete), Math.abs(level - 1) / 2) * Math.abs(rest);
  const half = Math.max(Z * Math.hypot(daily * Math.sqrt(left.length), drift), Math.abs(rest) * 0.01);
  return { estimate, low: estimate - half, high: estimate + half };
}

/** Median of each weekday, which one odd day does not move; of a weekday that is not known, of all days. */
function usualByWeekday(days: readonly Day[], costOf: (day: Day) => number): (day: Day) => number {
  const all = median(days.map(costOf)) ?? 0;
  const medians = Array.from({ length: 7 }, (_, at) => median(days.filter((day) => weekday(day) === at).map(costOf)) ?? all);
  return (day) => medians[weekday(day)] as number;
}

/** The last week against what is usual on its weekdays: the median ratio, so that one odd day moves nothing. */
function recentLevel(days: readonly Day[], usual: (day: Day) => number, costOf: (day: Day) => number, complete: Day): number {
  const ratios = days.flatMap((day) => (day > complete - 7 && usual(day) > 0 ? [costOf(day) / usual(day)] : []));
  return Math.min(2, Math.max(0.5, median(ratios) ?? 1));
}

/** How much whole weeks differ from each other, as a ratio of their mean. */
function weeklyDrift(days: readonly Day[], costOf: (day: Day) => number, complete: Day): number {
  const weeks = Array.from({ length: WEEKS }, (_, at) => {
    const of = days.filter((day) => Math.floor((complete - day) / 7) === at);
    return of.length >= 6 ? mean(of.map(costOf)) : null;
  }).filter((week) => week !== null);
  const middle = mean(weeks);
  if (weeks.length < 2 || middle <= 0) return 0.05;
  return Math.sqrt(weeks.reduce((sum, week) => sum + (week - middle) ** 2, 0) / (weeks.length - 1)) / middle;
}

/** Charges that come once a month (tax, support, credits), some of them after its end: what the month before had, if that is more than so far. */
export function projectMonthly(soFar: number, monthBefore: number | null): Projection | null {
  if (monthBefore === null) return null;
  const estimate = Math.abs(monthBefore) > Math.abs(soFar) ? monthBefore : soFar;
  return { estimate, low: Math.min(soFar, monthBefore), high: Math.max(soFar, monthBefore) };
}

/** Both together; the first alone where nothing can be said of the second. */
export function addProjections(one: Projection | null, other: Projection | null): Projection | null {
  if (!one || !other) return one;
  return { estimate: one.estimate + other.estimate, low: one.low + other.low, high: one.high + other.high };
}

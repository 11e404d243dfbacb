import { type Day, firstDayOf, lastDayOf, monthOf } from './calendar.ts';
import type { Span } from './period.ts';
import { median, robustDeviation } from './statistics.ts';

/** Days on which something cost materially more than its weekly rhythm lets expect. Amounts are sums over those days. */
export interface Jump extends Span {
  cost: number;
  expected: number;
}

/** Same weekdays of so many weeks before are what a day is compared with; fewer than the least say nothing. */
const WEEKS = 6;
const LEAST_WEEKS = 3;
/** Material: at least so much a day (in units of the currency), and so much of what was expected. */
const LEAST_EXCESS = 10;
const LEAST_RATIO = 0.25;
/** So many robust deviations of the days before, of which at least 4 % of the expected is one. */
const DEVIATIONS = 6;
const LEAST_DEVIATION = 0.04;
/** What has lasted four weeks is the new normal. */
const NEW_NORMAL_DAYS = 28;

/**
 * Finds the jumps in a series of daily costs. Expected is the median of the same weekdays of six weeks, moved by how the last two
 * weeks differ from theirs (growth), and by `moreTraffic` on that day; days found odd count as they were expected to be. What came
 * on the same day of the month before is a fee, no jump.
 *
 * @param values cost of each day from `from` on, complete days alone; @param since judged are days from here on
 * @param moreTraffic how many times the usual traffic a day had, at least 1
 */
export function findJumps(values: Float64Array, from: Day, since: Day, moreTraffic: (day: Day) => number = () => 1): Jump[] {
  const clean = values.slice();
  const jumps: Jump[] = [];
  const begin = Math.max(since - from, LEAST_WEEKS * 7);
  for (let at = begin; at < values.length; at++) {
    const cost = values[at] as number;
    if (cost < LEAST_EXCESS || !mayExceed(clean, at, cost)) continue;
    const day = from + at;
    const expected = expectedAt(clean, at) * moreTraffic(day);
    const excess = cost - expected;
    if (excess < LEAST_EXCESS || excess < LEAST_RATIO * expected) continue;
    if (excess < DEVIATIONS * Math.max(deviationAt(clean, at) * expected, LEAST_DEVIATION * expected)) continue;
    if (isMonthly(values, at, from, expected)) continue;
    clean[at] = expected;
    const open = jumps[jumps.length - 1];
    if (open && day - open.last <= 2) {
      // A day between that was just below what is material belongs to it.
      if (day - open.last === 2) addDay(open, values[at - 1] as number, Math.min(values[at - 1] as number, expectedAt(clean, at - 1)));
      addDay(open, cost, expected);
      open.last = day;
      if (open.last - open.first + 1 >= NEW_NORMAL_DAYS) clean.set(values.subarray(open.first - from, at + 1), open.first - from);
    } else {
      jumps.push({ first: day, last: day, cost, expected });
    }
  }
  return jumps;
}

function addDay(jump: Jump, cost: number, expected: number): void {
  jump.cost += cost;
  jump.expected += expected;
}

/** A cheap look: whether at least half of the same weekdays before were lower by what is material. */
function mayExceed(clean: Float64Array, at: number, cost: number): boolean {
  let lower = 0;
  let known = 0;
  for (let week = 1; week <= WEEKS && at - week * 7 >= 0; week++) {
    known++;
    if (cost - (clean[at - week * 7] as number) >= LEAST_EXCESS / 2) lower++;
  }
  return lower * 2 >= known;
}

function expectedAt(clean: Float64Array, at: number): number {
  const usual = usualAt(clean, at);
  if (usual <= 0) return Math.max(0, usual);
  // Growth that the median of six weeks lags behind.
  const ratios: number[] = [];
  for (let before = at - 14; before < at; before++) {
    const own = before >= LEAST_WEEKS * 7 ? usualAt(clean, before) : 0;
    if (own > 0) ratios.push((clean[before] as number) / own);
  }
  return usual * Math.min(1.5, Math.max(0.8, median(ratios) ?? 1));
}

function usualAt(clean: Float64Array, at: number): number {
  const same: number[] = [];
  for (let week = 1; week <= WEEKS && at - week * 7 >= 0; week++) same.push(clean[at - week * 7] as number);
  return median(same) ?? 0;
}

/** How much the days before differ from their weekday's median, as a ratio of it. */
function deviationAt(clean: Float64Array, at: number): number {
  const from = Math.max(0, at - WEEKS * 7);
  const medians = Array.from({ length: 7 }, (_, offset) => {
    const same: number[] = [];
    for (let day = at - 7 + offset; day >= from; day -= 7) same.push(clean[day] as number);
    return median(same) ?? 0;
  });
  const residuals: number[] = [];
  for (let day = from; day < at; day++) {
    const usual = medians[(((day - at) % 7) + 7) % 7] as number;
    if (usual > 0) residuals.push((clean[day] as number) / usual - 1);
  }
  return robustDeviation(residuals);
}

/** Whether the same day of the month before was as high; a first day of a month without one before it tells nothing, so it counts as monthly. */
function isMonthly(values: Float64Array, at: number, from: Day, expected: number): boolean {
  const day = from + at;
  const month = monthOf(day);
  const place = day - firstDayOf(month);
  const before = firstDayOf(month - 1) + place;
  if (before > lastDayOf(month - 1)) return false;
  if (before < from) return place === 0;
  const excess = (values[at] as number) - expected;
  return (values[before - from] as number) - expected >= excess * 0.6;
}

import { type Day, firstDayOf, lastDayOf, monthOf } from './calendar.ts';
import type { Span } from './period.ts';
import { LEAST_WEEKS, WeeklyRhythm } from './weekly-rhythm.ts';

/** Days on which something cost materially more than its weekly rhythm lets expect. Amounts are sums over those days. */
export interface Jump extends Span {
  cost: number;
  expected: number;
}

/** Material: at least so much a day (in units of the currency), and so much of what was expected. */
const LEAST_EXCESS = 10;
const LEAST_RATIO = 0.25;
/** One day needs so many robust deviations, of which at least 5 % of the expected is one; of three days in a row each needs fewer. */
const STRONG = 7;
const WEAK = 4;
const ENOUGH_WEAK_DAYS = 3;
const LEAST_DEVIATION = 0.05;
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
  const rhythm = new WeeklyRhythm(values);
  const jumps: Candidate[] = [];
  const begin = Math.max(since - from, LEAST_WEEKS * 7);
  for (let at = begin; at < values.length; at++) {
    const cost = values[at] as number;
    if (cost < LEAST_EXCESS || !rhythm.mayExceed(at, cost, LEAST_EXCESS, LEAST_RATIO)) continue;
    const day = from + at;
    const expected = rhythm.expected(at) * moreTraffic(day);
    const excess = cost - expected;
    if (excess < LEAST_EXCESS || excess < LEAST_RATIO * expected) continue;
    const deviations = excess / (expected * Math.max(rhythm.deviation(at), LEAST_DEVIATION));
    if (deviations < WEAK) continue;
    if (isMonthly(values, at, from, expected)) continue;
    rhythm.take(at, [expected]);
    const open = jumps[jumps.length - 1];
    if (open && day - open.last <= 2) {
      // A day between that was just below what is material belongs to it.
      if (day - open.last === 2) addDay(open, values[at - 1] as number, Math.min(values[at - 1] as number, rhythm.expected(at - 1)));
      addDay(open, cost, expected);
      open.last = day;
      open.days++;
      open.deviations = Math.max(open.deviations, deviations);
      if (open.last - open.first + 1 >= NEW_NORMAL_DAYS) rhythm.take(open.first - from, values.subarray(open.first - from, at + 1));
    } else {
      jumps.push({ first: day, last: day, cost, expected, days: 1, deviations });
    }
  }
  return jumps
    .filter(({ days, deviations }) => deviations >= STRONG || days >= ENOUGH_WEAK_DAYS)
    .map(({ first, last, cost, expected }) => ({ first, last, cost, expected }));
}

/** A jump that may be chance. */
interface Candidate extends Jump {
  /** Days that are odd by themselves. */
  days: number;
  /** Of the oddest day. */
  deviations: number;
}

function addDay(jump: Jump, cost: number, expected: number): void {
  jump.cost += cost;
  jump.expected += expected;
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

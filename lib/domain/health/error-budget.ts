import { HOUR } from '../series.ts';
import { errorsAt, type Reading, requestsAt, runStart } from './reading.ts';
import type { Evidence } from './verdict.ts';
import { figure, percent } from './wording.ts';

/** A window votes from this many errors on: fewer say nothing about a rate. */
const LEAST_ERRORS = 10;

const RULES = [
  { health: 'critical', burn: 14.4, short: 5, long: 60, words: ['5 min', 'hour'] },
  { health: 'degraded', burn: 6, short: 30, long: 360, words: ['30 min', '6 h'] },
  { health: 'degraded', burn: 1, short: 360, long: 4320, words: ['6 h', '3 days'] },
] as const;

/** Minutes of the longest window that minutes are kept for. */
const LONGEST = 360;

interface Sum {
  requests: number;
  errors: number;
  /** Minutes from the oldest one known to the end. */
  span: number;
}

type Window = 5 | 30 | 60 | 360;

// The last six hours of the cell that is being judged, oldest first: reading them point by point is most of what a judgement costs.
const errorPoints = new Float64Array(LONGEST);
const requestPoints = new Float64Array(LONGEST);

/** Multi-window burn rate of the error budget (Google SRE Workbook, chapter 5): both windows of a rule must burn as fast as it says. */
export function judgeErrorBudget(reading: Reading, minute = reading.minute): Evidence | null {
  if (!reading.requests || !reading.errors || minute < 0) return null;
  reading.errors.copy(minute - LONGEST + 1, errorPoints);
  // Many cells have next to no errors: one pass over them alone settles that.
  if (!hasErrors()) return null;
  reading.requests.copy(minute - LONGEST + 1, requestPoints);
  const budget = 1 - reading.subject.objectives.availability;
  const sums = sumMinutes(reading, minute);
  for (const rule of RULES) {
    const short = sums[rule.short];
    if (short.errors < LEAST_ERRORS || burn(short, rule.short, budget) < rule.burn) continue;
    const long = rule.long === 4320 ? sumThreeDays(reading, minute) : sums[rule.long];
    if (burn(long, rule.long, budget) < rule.burn) continue;
    const ratio = short.errors / short.requests;
    return {
      kind: 'error-budget',
      health: rule.health,
      text: `errors ${percent(ratio)}`,
      detail: `${percent(ratio)} of requests failed in the last ${rule.words[0]} and ${percent(long.errors / long.requests)} in the last ${rule.words[1]}, against an objective of ${percent(budget)}: the error budget burns ${figure(burn(short, rule.short, budget))} times as fast as it may. Look at what changed in this cell.`,
      signal: 'errors',
      since: runStart(minute, (i) => errorsAt(reading, i) > rule.burn * budget * requestsAt(reading, i)),
      informs: false,
    };
  }
  return null;
}

/**
 * How fast the budget burns over a window. What lies before the oldest known minute is taken as traffic of the same
 * rate without errors: while history is still being read this is a lower bound, never a wrong alarm.
 */
function burn(sum: Sum, window: number, budget: number): number {
  if (sum.requests <= 0) return sum.errors > 0 ? Number.POSITIVE_INFINITY : 0;
  return sum.errors / ((sum.requests * window) / Math.min(sum.span, window)) / budget;
}

function hasErrors(): boolean {
  let sum = 0;
  for (let i = LONGEST - 1; i >= 0; i--) {
    const value = errorPoints[i] as number;
    if (value > 0) sum += value;
    if (sum >= LEAST_ERRORS) return true;
  }
  return false;
}

/** Sums of the windows that end at `minute`, in one pass over six hours. */
function sumMinutes({ subject, fetched }: Reading, minute: number): Record<Window, Sum> {
  const { requests: requestsSignal, errors: errorsSignal } = subject.signals;
  const sum: Sum = { requests: 0, errors: 0, span: 0 };
  const upTo = (window: Window, from: number): Sum => {
    for (let back = from; back <= window; back++) {
      let requests = requestPoints[LONGEST - back] as number;
      if (Number.isNaN(requests) && requestsSignal?.whenMissing === 'zero' && minute - back + 1 <= fetched) requests = 0;
      let errors = errorPoints[LONGEST - back] as number;
      if (Number.isNaN(errors) && errorsSignal?.whenMissing === 'zero') errors = 0;
      count(sum, requests, errors, back);
    }
    return { ...sum };
  };
  return { 5: upTo(5, 1), 30: upTo(30, 6), 60: upTo(60, 31), 360: upTo(360, 61) };
}

/** A minute of which one half is unknown has no ratio: it is left out. */
function count(sum: Sum, requests: number, errors: number, back: number): void {
  if (Number.isNaN(requests) || Number.isNaN(errors)) return;
  sum.requests += requests;
  sum.errors += errors;
  sum.span = back;
}

/** Three days: hourly points, and minutes for the recent part, where an hourly point may not be whole yet. */
function sumThreeDays(reading: Reading, minute: number): Sum {
  const sum: Sum = { requests: 0, errors: 0, span: 0 };
  const firstHour = Math.ceil((minute - 359) / 60);
  for (let i = minute; i >= firstHour * 60; i--) {
    count(sum, requestsAt(reading, i), errorsAt(reading, i), minute - i + 1);
  }
  const { requests, errors } = reading.facts.hours;
  if (!requests || requests.step !== HOUR) return sum;
  for (let hour = firstHour - 1; hour >= Math.floor((minute - 4319) / 60); hour--) {
    let failed = errors?.at(hour) ?? Number.NaN;
    if (Number.isNaN(failed) && reading.subject.signals.errors?.whenMissing === 'zero') failed = 0;
    count(sum, requests.at(hour), failed, minute - hour * 60 + 1);
  }
  return sum;
}

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

interface Sum {
  requests: number;
  errors: number;
  /** Minutes from the oldest one known to the end. */
  span: number;
}

/** Multi-window burn rate of the error budget (Google SRE Workbook, chapter 5): both windows of a rule must burn as fast as it says. */
export function judgeErrorBudget(reading: Reading, minute = reading.minute): Evidence | null {
  if (!reading.requests || !reading.errors || minute < 0) return null;
  // Most cells have next to no errors: one pass over them alone settles that.
  if (!hasErrors(reading, minute)) return null;
  const budget = 1 - reading.subject.objectives.availability;
  const sums = sumMinutes(reading, minute);
  for (const rule of RULES) {
    const short = sums.get(rule.short);
    if (!short || short.errors < LEAST_ERRORS || burn(short, rule.short, budget) < rule.burn) continue;
    const long = rule.long === 4320 ? sumThreeDays(reading, minute) : sums.get(rule.long);
    if (!long || burn(long, rule.long, budget) < rule.burn) continue;
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

function hasErrors({ errors }: Reading, minute: number): boolean {
  let sum = 0;
  for (let i = minute; errors && i > minute - 360; i--) {
    const value = errors.at(i);
    if (value > 0) sum += value;
    if (sum >= LEAST_ERRORS) return true;
  }
  return false;
}

/** Sums of the windows that end at `minute`, in one pass over six hours. */
function sumMinutes(reading: Reading, minute: number): Map<number, Sum> {
  const sums = new Map<number, Sum>();
  const sum: Sum = { requests: 0, errors: 0, span: 0 };
  for (let back = 1; back <= 360; back++) {
    add(sum, reading, minute - back + 1, back);
    if (back === 5 || back === 30 || back === 60 || back === 360) sums.set(back, { ...sum });
  }
  return sums;
}

function add(sum: Sum, reading: Reading, minute: number, back: number): void {
  const requests = requestsAt(reading, minute);
  if (Number.isNaN(requests)) return;
  let errors = reading.errors?.at(minute) ?? Number.NaN;
  if (Number.isNaN(errors)) errors = errorsAt(reading, minute);
  // A minute of which one half is unknown has no ratio.
  if (Number.isNaN(errors)) return;
  sum.requests += requests;
  sum.errors += errors;
  sum.span = back;
}

/** Three days: hourly points, and minutes for the recent part, where an hourly point may not be whole yet. */
function sumThreeDays(reading: Reading, minute: number): Sum {
  const sum: Sum = { requests: 0, errors: 0, span: 0 };
  const firstHour = Math.ceil((minute - 359) / 60);
  for (let i = minute; i >= firstHour * 60; i--) add(sum, reading, i, minute - i + 1);
  const { requests, errors } = reading.facts.hours;
  if (!requests || requests.step !== HOUR) return sum;
  for (let hour = firstHour - 1; hour >= Math.floor((minute - 4319) / 60); hour--) {
    const many = requests.at(hour);
    if (Number.isNaN(many)) continue;
    let failed = errors?.at(hour) ?? Number.NaN;
    if (Number.isNaN(failed) && reading.subject.signals.errors?.whenMissing === 'zero') failed = 0;
    if (Number.isNaN(failed)) continue;
    sum.requests += many;
    sum.errors += failed;
    sum.span = minute - hour * 60 + 1;
  }
  return sum;
}

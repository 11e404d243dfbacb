import { HOUR, MINUTE, type Series } from '../series.ts';
import type { Reading } from './reading.ts';

const WEEK_MINUTES = 7 * 24 * 60;
/** Half of the 61 minutes must be known, else there is no baseline. */
const LEAST_KNOWN = 30;

const window = new Float64Array(61);
const points = new Float64Array(61);

/** Median requests a minute of the minutes −65…−5 before `minute`; null when fewer than half are known. */
export function recentMedian(requests: Series | null, minute: number): number | null {
  if (!requests || minute < 0) return null;
  requests.copy(minute - 65, window);
  let known = 0;
  for (const value of window) if (!Number.isNaN(value)) points[known++] = value;
  if (known < LEAST_KNOWN) return null;
  const sorted = points.subarray(0, known).sort();
  const middle = known >> 1;
  return known % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * Requests a minute in the minutes `from`…`to` of last week. Minutes are not kept that long: it is the mean of
 * the hourly points that cover them, weighted by overlap; null where one of those is unknown.
 */
export function lastWeek(reading: Reading, from: number, to: number): number | null {
  const hours = reading.facts.hours.requests;
  if (!hours || hours.step !== HOUR) return null;
  const first = from - WEEK_MINUTES;
  const last = to - WEEK_MINUTES;
  let sum = 0;
  for (let hour = Math.floor(first / 60); hour <= Math.floor(last / 60); hour++) {
    const value = hours.at(hour);
    if (Number.isNaN(value)) return null;
    const overlap = Math.min(last + 1, (hour + 1) * 60) - Math.max(first, hour * 60);
    sum += (value / (HOUR / MINUTE)) * overlap;
  }
  return sum / (last - first + 1);
}

/** What the cell should carry: the lower of the recent median and of the same minutes last week, so that a habitual dip is no loss. */
export function trafficBaseline(reading: Reading, recent: number | null, minute: number): number | null {
  if (recent === null) return null;
  const week = lastWeek(reading, minute - 65, minute - 5);
  return week === null ? recent : Math.min(recent, week);
}

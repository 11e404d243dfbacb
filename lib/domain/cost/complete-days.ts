import { type Day, dayOf, dayStart, parseDay } from './calendar.ts';
import type { CostFetch } from './cost-facts.ts';

/** Usage may come into Cost Explorer so long after its day. */
const SETTLED_MS = 48 * 3_600_000;

/**
 * The first day whose figures are not whole yet: one that AWS marks as an estimate and that ended less than 48 h before the fetch.
 * (AWS marks all of an open month; its older days only await the month's closing.) Null when all are whole.
 */
export function incompleteFrom({ fetchedAt, estimatedDays, throughDay }: CostFetch): Day | null {
  if (fetchedAt === null) return null;
  const through = throughDay === null ? null : parseDay(throughDay);
  for (const text of estimatedDays) {
    const day = parseDay(text);
    if (day !== null && dayStart(day + 1) > fetchedAt - SETTLED_MS) return day;
  }
  // A day that was not over when it was fetched is not whole, whatever AWS says of it.
  return through !== null && through >= dayOf(fetchedAt) ? dayOf(fetchedAt) : null;
}

/** The last day whose figures are whole; null before the first fetch. */
export function lastCompleteDay(fetch: CostFetch): Day | null {
  const through = fetch.throughDay === null ? null : parseDay(fetch.throughDay);
  if (through === null) return null;
  return Math.min(through, (incompleteFrom(fetch) ?? Number.POSITIVE_INFINITY) - 1);
}

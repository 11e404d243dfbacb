import { firstDayOf, lastDayOf, monthName, monthOf } from './calendar.ts';
import type { Frame } from './cost-frame.ts';
import type { Span } from './period.ts';
import type { TrafficDays } from './traffic-days.ts';

/** The days that availability and error budget are told of. */
export interface ServedSpan extends Span {
  /** Why those are not the period's month; null while they are. */
  note: string | null;
}

/**
 * The month of the period's last day, up to the last day with traffic: it is known before costs are whole. A month that has just begun
 * has no such day: until then it is the month before.
 */
export function servedSpan({ period, through }: Pick<Frame, 'period' | 'through'>, traffic: Pick<TrafficDays, 'last'>): ServedSpan {
  const month = monthOf(period.last);
  const first = firstDayOf(month);
  const last = Math.min(period.last, traffic.last ?? period.last);
  // Of a month that is over traffic is missing for another reason: that stays unknown.
  if (last >= first || month !== monthOf(through)) return { first, last, note: null };
  const name = (of: number) => monthName(of, monthOf(through));
  const note = `${name(month - 1)}, since ${name(month)} has no whole day yet`;
  return { first: firstDayOf(month - 1), last: lastDayOf(month - 1), note };
}

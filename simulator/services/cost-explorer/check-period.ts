import type { DateInterval } from '@aws-sdk/client-cost-explorer';
import { AwsError } from '../../wire/aws-error.ts';
import { calendarDay, DAY_MS, dateText, firstOfMonth } from '../../world/costs/billing-calendar.ts';
import { constraint, invalid } from './cost-explorer-errors.ts';

const FORM = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/;
/** The month under way and 13 before it: without the opt-in for more, that is all there is. */
const MONTHS_BACK = 13;
/** What AWS keeps at all. */
const MONTHS_KEPT = 38;
const HOURLY_DAYS = 14;

/** A stretch of epoch days, `end` exclusive. */
export interface Period {
  start: number;
  end: number;
}

/** A stretch that becomes one ResultByTime. */
export type Granularity = 'DAILY' | 'MONTHLY';

function readDay(text: string | undefined, member: string): number {
  if (text === undefined || !FORM.test(text)) {
    throw constraint(
      text ?? 'null',
      member,
      'Member must satisfy regular expression pattern: (\\d{4}-\\d{2}-\\d{2})(T\\d{2}:\\d{2}:\\d{2}Z)?',
    );
  }
  const at = Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY_MS;
  if (Number.isNaN(at) || dateText(at) !== text.slice(0, 10))
    throw invalid(`${member === 'timePeriod.start' ? 'Start' : 'End'} date is invalid.`);
  return at;
}

/** Both ends of a period in their order. @throws AwsError */
export function readPeriod(interval: DateInterval | undefined): Period {
  const start = readDay(interval?.Start, 'timePeriod.start');
  const end = readDay(interval?.End, 'timePeriod.end');
  if (start >= end) throw invalid('Start date (and hour) should be before end date (and hour)');
  return { start, end };
}

/** A period that Cost Explorer has figures of. @throws AwsError */
export function readPast(interval: DateInterval | undefined, granularity: string, now: number): Period {
  const period = readPeriod(interval);
  const today = Math.floor(now / DAY_MS);
  const timed = interval?.Start?.includes('T') || interval?.End?.includes('T');
  if (granularity === 'HOURLY') refuseHourly(period, today);
  if (timed) throw invalid(`Time period should be in format yyyy-MM-dd for ${granularity} granularity`);
  if (period.start > today) throw invalid('Start date should not be in the future');
  if (period.end > firstOfMonth(today, 1)) throw invalid('end date past the beginning of next month');
  if (period.start < firstOfMonth(today, -MONTHS_KEPT)) {
    throw new AwsError('BillExpirationException', 'The requested report expired. Update the date interval and try again.');
  }
  if (period.start < firstOfMonth(today, -MONTHS_BACK)) throw invalid("You haven't enabled historical data beyond 14 months");
  return period;
}

/** Hourly figures are an opt-in that this organization has not taken. */
function refuseHourly({ start }: Period, today: number): never {
  if (start < today - HOURLY_DAYS) throw tooOldForHours();
  throw new AwsError('AccessDeniedException', 'Hourly and resource level data is not enabled for this account');
}

function tooOldForHours(): AwsError {
  return invalid(
    `Start date is more than ${HOURLY_DAYS} days ago for hourly granularity. Please adjust start date as we support only ${HOURLY_DAYS} days of data at hourly granularity.`,
  );
}

/** Figures by resource reach back 14 days, whatever the granularity. @throws AwsError */
export function checkResourcePeriod({ start }: Period, now: number): void {
  if (start < Math.floor(now / DAY_MS) - HOURLY_DAYS) throw tooOldForHours();
}

/** The stretches of a period: its days, or its months, of which the first and the last may be parts. */
export function splitPeriod({ start, end }: Period, granularity: Granularity): Period[] {
  const parts: Period[] = [];
  for (let from = start; from < end; ) {
    const next = granularity === 'DAILY' ? from + 1 : firstOfMonth(from, 1);
    parts.push({ start: from, end: Math.min(end, next) });
    from = next;
  }
  return parts;
}

/** As the answer tells a stretch. */
export function toInterval({ start, end }: Period): DateInterval {
  return { Start: dateText(start), End: dateText(end) };
}

/** How many months a period touches. */
export function monthsOf({ start, end }: Period): number {
  const [from, to] = [calendarDay(start), calendarDay(end - 1)];
  return (to.year - from.year) * 12 + to.month - from.month + 1;
}

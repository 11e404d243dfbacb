import { monthName, monthOf, monthText, parseDay } from '#lib/domain/cost/calendar.ts';

export interface PeriodChoice {
  value: string;
  label: string;
}

const SPANS: readonly PeriodChoice[] = [
  { value: 'this-month', label: 'This month' },
  { value: 'last-month', label: 'Last month' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
];
/** Months that Cost Explorer keeps, without the two that have words of their own. */
const MONTHS_BEFORE = 11;

/** What a person can choose without typing. @param throughDay last day with figures, `YYYY-MM-DD` */
export function periodChoices(throughDay: string | null): { spans: readonly PeriodChoice[]; months: readonly PeriodChoice[] } {
  const through = throughDay === null ? null : parseDay(throughDay);
  if (through === null) return { spans: SPANS, months: [] };
  const now = monthOf(through);
  const months = Array.from({ length: MONTHS_BEFORE }, (_, at) => now - 2 - at);
  return { spans: SPANS, months: months.map((month) => ({ value: monthText(month), label: monthName(month, now) })) };
}

import { dayName, monthName, monthOf, parseDay, parseMonth } from '#lib/domain/cost/calendar.ts';

/** "Nov 14" of `YYYY-MM-DD`; what is no day stays as it is. */
export function dayWords(text: string): string {
  const day = parseDay(text);
  return day === null ? text : dayName(day);
}

/** "November" of a day `YYYY-MM-DD` or a month `YYYY-MM`. */
export function monthWords(text: string): string {
  const day = parseDay(text);
  const month = day === null ? parseMonth(text) : monthOf(day);
  return month === null ? text : monthName(month);
}

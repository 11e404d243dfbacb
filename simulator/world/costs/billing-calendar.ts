export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Cost Explorer's figures are refreshed three times a day, some hours behind. */
const REFRESH_MS = 8 * HOUR_MS;
const BEHIND_MS = 10 * HOUR_MS;
/** On that day of a month the one before is invoiced, and its figures stay. */
const INVOICED_ON = 7;

/** Epoch ms up to which usage is known at `now`. */
export function knownUntil(now: number): number {
  return Math.floor(now / REFRESH_MS) * REFRESH_MS - BEHIND_MS;
}

/** How much of a day (epoch days) is known, 0 to 1. */
export function knownShare(day: number, until: number): number {
  return Math.min(1, Math.max(0, (until - day * DAY_MS) / DAY_MS));
}

export interface CalendarDay {
  year: number;
  /** 0 for January, and going on beyond 11. */
  month: number;
  /** From 1. */
  ofMonth: number;
}

/** The date of an epoch day. */
export function calendarDay(day: number): CalendarDay {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), ofMonth: date.getUTCDate() };
}

/** The epoch day of the first of a month that lies so many months from that of `day`. */
export function firstOfMonth(day: number, months = 0): number {
  const { year, month } = calendarDay(day);
  return Date.UTC(year, month + months, 1) / DAY_MS;
}

/** Whether something dated on that day, billed on a day of the month after, is on the bill yet. */
export function isSettled(day: number, settlesOn: number, now: number): boolean {
  return now >= (firstOfMonth(day, 1) + settlesOn - 1) * DAY_MS;
}

/** Epoch day from which figures are estimated: those of months that are not invoiced yet. */
export function estimatedFrom(now: number): number {
  const today = Math.floor(now / DAY_MS);
  return firstOfMonth(today, calendarDay(today).ofMonth >= INVOICED_ON ? 0 : -1);
}

/** An epoch day as 2026-11-24. */
export function dateText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** A day as days since 1970-01-01 (UTC): what periods, ledgers and series are counted in. */
export type Day = number;
/** A month as months since year 0. */
export type Month = number;

const DAY_MS = 86_400_000;

/** The day of `YYYY-MM-DD`; null when there is no such day. */
export function parseDay(text: string): Day | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) && dayText(day) === text ? day : null;
}

/** The month of `YYYY-MM`; null when there is no such month. */
export function parseMonth(text: string): Month | null {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  return parts ? Number(parts[1]) * 12 + Number(parts[2]) - 1 : null;
}

export function dayOf(ms: number): Day {
  return Math.floor(ms / DAY_MS);
}

/** Epoch ms of a day's begin. */
export function dayStart(day: Day): number {
  return day * DAY_MS;
}

/** `YYYY-MM-DD`. */
export function dayText(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** `YYYY-MM`. */
export function monthText(month: Month): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

export function monthOf(day: Day): Month {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export function firstDayOf(month: Month): Day {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
}

export function lastDayOf(month: Month): Day {
  return firstDayOf(month + 1) - 1;
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
  return (day + 4) % 7;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** "October", or "October 2025" when told from the months of another year. */
export function monthName(month: Month, besides: Month = month): string {
  const name = MONTHS[month % 12] as string;
  return Math.floor(month / 12) === Math.floor(besides / 12) ? name : `${name} ${Math.floor(month / 12)}`;
}

/** "Nov 14". */
export function dayName(day: Day): string {
  return `${(MONTHS[monthOf(day) % 12] as string).slice(0, 3)} ${new Date(day * DAY_MS).getUTCDate()}`;
}

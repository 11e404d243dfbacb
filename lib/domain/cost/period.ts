import {
  type Day,
  dayName,
  dayText,
  firstDayOf,
  lastDayOf,
  type Month,
  monthName,
  monthOf,
  monthText,
  parseDay,
  parseMonth,
} from './calendar.ts';
import { accept, type Parsed, refuse } from './parsed.ts';

/** Days, both ends included. */
export interface Span {
  first: Day;
  last: Day;
}

/** What a person asks about. */
export interface Period extends Span {
  /** As the address carries it: `30d`, `this-month`, `2026-10`, `2026-10-03..2026-10-20`. */
  text: string;
  /** Whole months are compared with whole months, a month so far with the same days of the one before, days with as many days. */
  kind: 'days' | 'month' | 'month-so-far';
}

export const DEFAULT_PERIOD = 'this-month';
const MOST_MONTHS = 13;
const EXAMPLES = '"7d", "30d", "90d", "this-month", "last-month", a month such as "2026-10" or days such as "2026-10-03..2026-10-20"';

/** What is known when a period is read: today, and the last day with figures. */
interface Known {
  today: Day;
  through: Day;
}

/** Reads a period; refuses what is no period, reversed, in the future or too long, with a sentence that says what would be right. */
export function parsePeriod(text: string, known: Known): Parsed<Period> {
  const { today, through } = known;
  const days = /^(7|30|90)d$/.exec(text);
  if (days) return accept({ text, kind: 'days', first: through - Number(days[1]) + 1, last: through });
  if (text === 'this-month') return accept(ofMonth(text, monthOf(through), through));
  const month = text === 'last-month' ? monthOf(today) - 1 : parseMonth(text);
  if (month !== null) {
    if (firstDayOf(month) > today) return refuse(`${monthText(month)} is in the future: figures reach ${dayText(through)}.`);
    if (firstDayOf(month) > through) return refuse(`There are no figures of ${monthText(month)} yet: they reach ${dayText(through)}.`);
    return accept(ofMonth(text, month, through));
  }
  const ends = /^([^.]+)\.\.([^.]+)$/.exec(text);
  return ends
    ? parseDays(text, ends[1] as string, ends[2] as string, known)
    : refuse(`"${text.slice(0, 40)}" is no period. Ask for ${EXAMPLES}.`);
}

function parseDays(text: string, from: string, to: string, { today, through }: Known): Parsed<Period> {
  const first = parseDay(from);
  const last = parseDay(to);
  if (first === null || last === null) {
    return refuse(
      `"${(first === null ? from : to).slice(0, 40)}" is no day. Write days as YYYY-MM-DD, for example 2026-10-03..2026-10-20.`,
    );
  }
  if (first > last) return refuse(`The period is reversed: ${from} is after ${to}. Did you mean ${to}..${from}?`);
  if (last > today) return refuse(`${last === first || first > today ? from : to} is in the future: figures reach ${dayText(through)}.`);
  if (first > through) return refuse(`There are no figures of ${from} yet: they reach ${dayText(through)}.`);
  if (monthOf(last) - monthOf(first) + 1 > MOST_MONTHS) {
    return refuse(`${from} to ${to} is longer than the ${MOST_MONTHS} months that Cost Explorer keeps. Ask for a shorter period.`);
  }
  return accept({ text, kind: 'days', first, last: Math.min(last, through) });
}

function ofMonth(text: string, month: Month, through: Day): Period {
  const last = lastDayOf(month);
  return { text, kind: last <= through ? 'month' : 'month-so-far', first: firstDayOf(month), last: Math.min(last, through) };
}

export function daysIn({ first, last }: Span): number {
  return last - first + 1;
}

/** The period before, of equal length: the whole month before a month; the same days of the month before a month so far. */
export function previousOf(period: Period): Span {
  const length = daysIn(period);
  const before = monthOf(period.first) - 1;
  if (period.kind === 'month') return { first: firstDayOf(before), last: lastDayOf(before) };
  if (period.kind === 'month-so-far') {
    const last = firstDayOf(before) + length - 1;
    // A shorter month before has no such days: as many days up to its end.
    if (last <= lastDayOf(before)) return { first: firstDayOf(before), last };
  }
  return { first: period.first - length, last: period.first - 1 };
}

/**
 * What is compared fairly: as many complete days on both sides, from the beginning of each. Whole months that are complete are
 * compared whole. Null while the period has no complete day.
 */
export function comparedSpans(period: Period, incompleteFrom: Day | null): { current: Span; previous: Span } | null {
  const previous = previousOf(period);
  if (incompleteFrom === null || incompleteFrom > period.last) return { current: { first: period.first, last: period.last }, previous };
  const length = incompleteFrom - period.first;
  if (length <= 0) return null;
  const before = Math.min(length, daysIn(previous));
  return {
    current: { first: period.first, last: period.first + before - 1 },
    previous: { first: previous.first, last: previous.first + before - 1 },
  };
}

/** "Nov 1–21", "October", "Oct 3 – Nov 2"; months of another year than `now`'s carry it. */
export function spanLabel({ first, last }: Span, now: Day): string {
  const [from, to] = [monthOf(first), monthOf(last)];
  const year = Math.floor(to / 12) === Math.floor(monthOf(now) / 12) ? '' : `, ${Math.floor(to / 12)}`;
  if (from === to && first === firstDayOf(from) && last === lastDayOf(to)) return monthName(from, monthOf(now));
  if (first === last) return `${dayName(first)}${year}`;
  if (from === to) return `${dayName(first)}–${last - firstDayOf(to) + 1}${year}`;
  const fromYear = Math.floor(from / 12) === Math.floor(to / 12) ? '' : `, ${Math.floor(from / 12)}`;
  return `${dayName(first)}${fromYear} – ${dayName(last)}${year || (fromYear && `, ${Math.floor(to / 12)}`)}`;
}

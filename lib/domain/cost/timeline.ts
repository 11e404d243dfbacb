import { type Day, firstDayOf, lastDayOf, monthOf } from './calendar.ts';
import type { CostLedger, CostSeries } from './cost-ledger.ts';
import type { Span } from './period.ts';

/** Ledgers of the same charges, by day and, further back, by month. */
export interface Ledgers {
  days: CostLedger;
  months: CostLedger;
}

/** Columns `from` to `to`, both included. */
export interface Columns {
  from: number;
  to: number;
}

/** A stretch of a ledger that fills the columns from `column` on. */
interface Part {
  ledger: CostLedger;
  from: number;
  to: number;
  column: number;
}

/** All that is known, side by side: whole months first, then days. */
export class Timeline {
  readonly columns: readonly Span[];
  readonly #parts: readonly Part[];
  readonly #firsts: ReadonlyMap<Day, number>;
  readonly #lasts: ReadonlyMap<Day, number>;

  constructor(parts: readonly Omit<Part, 'column'>[]) {
    const columns: Span[] = [];
    this.#parts = parts.map((part) => {
      const column = columns.length;
      for (let index = part.from; index <= part.to; index++) {
        columns.push(part.ledger.step === 'day' ? { first: index, last: index } : { first: firstDayOf(index), last: lastDayOf(index) });
      }
      return { ...part, column };
    });
    this.columns = columns;
    this.#firsts = new Map(columns.map(({ first }, column) => [first, column]));
    this.#lasts = new Map(columns.map(({ last }, column) => [last, column]));
  }

  /** The columns of a span; null where figures of some of its days are not known. */
  range({ first, last }: Span): Columns | null {
    const from = this.#firsts.get(first);
    const to = this.#lasts.get(last);
    return from === undefined || to === undefined || from > to ? null : { from, to };
  }

  /** Every series with what adds its amounts to slots, a slot a column. */
  *series(): Generator<{ series: CostSeries; part: Part }> {
    for (const part of this.#parts) for (const series of part.ledger.series) yield { series, part };
  }

  /** The stretches of ledgers behind some columns. */
  stretches({ from, to }: Columns): { ledger: CostLedger; from: number; to: number }[] {
    return this.#parts.flatMap((part) => {
      const first = Math.max(part.from, part.from + from - part.column);
      const last = Math.min(part.to, part.from + to - part.column);
      return first > last ? [] : [{ ledger: part.ledger, from: first, to: last }];
    });
  }
}

/** All that is known, cut so that a span which begins at `first` can be told: by days where they reach back to it, else by months before. */
export function timelineFrom({ days, months }: Ledgers, first: Day): Timeline {
  const parts: Omit<Part, 'column'>[] = [];
  const byDay = days.covered;
  const byMonth = months.covered;
  let dayFrom = Number.POSITIVE_INFINITY;
  if (byDay) {
    const month = monthOf(byDay.first);
    dayFrom = first >= byDay.first || firstDayOf(month) === byDay.first ? byDay.first : firstDayOf(month + 1);
    if (dayFrom > byDay.last) dayFrom = Number.POSITIVE_INFINITY;
  }
  const whole = dayFrom === Number.POSITIVE_INFINITY || firstDayOf(monthOf(dayFrom)) === dayFrom;
  if (byMonth && whole) {
    const last = dayFrom === Number.POSITIVE_INFINITY ? byMonth.last : Math.min(byMonth.last, monthOf(dayFrom) - 1);
    // A month that is not known in between would let a span jump over it.
    const joined = dayFrom === Number.POSITIVE_INFINITY || last === monthOf(dayFrom) - 1;
    if (joined && byMonth.first <= last) parts.push({ ledger: months, from: byMonth.first, to: last });
  }
  if (byDay && dayFrom <= byDay.last) parts.push({ ledger: days, from: dayFrom, to: byDay.last });
  return new Timeline(parts);
}

import { drain } from '../drain.ts';
import { type Day, parseDay } from './calendar.ts';
import type { DailyTraffic } from './cost-facts.ts';
import { daysIn, type Span } from './period.ts';

/** What a cell served over a span. */
export interface Traffic {
  requests: number;
  /** Requests without error, and all requests of the days on which errors are known. */
  good: number;
  judged: number;
  /** Days of which traffic, and errors too, are known. */
  days: number;
  judgedDays: number;
}

/** Daily traffic of all cells, looked up by day. */
export class TrafficDays {
  /** The last day of which traffic of any cell is known; null without one. All days are whole: today's is never read. */
  last: Day | null = null;
  readonly #cells = new Map<string, ReadonlyMap<Day, DailyTraffic>>();

  constructor(traffic: ReadonlyMap<string, readonly DailyTraffic[]>) {
    drain(this.#takeIn(traffic));
  }

  /** One that takes its traffic in by small steps. */
  static *steps(traffic: ReadonlyMap<string, readonly DailyTraffic[]>): Generator<undefined, TrafficDays> {
    const made = new TrafficDays(new Map());
    yield* made.#takeIn(traffic);
    return made;
  }

  *#takeIn(traffic: ReadonlyMap<string, readonly DailyTraffic[]>): Generator<undefined, void> {
    const days = new Map<string, Day | null>();
    for (const [cell, of] of traffic) {
      const byDay = new Map<Day, DailyTraffic>();
      for (const one of of) {
        const known = days.get(one.day);
        const day = known === undefined ? parseDay(one.day) : known;
        days.set(one.day, day);
        if (day === null) continue;
        byDay.set(day, one);
        this.last = Math.max(this.last ?? day, day);
      }
      this.#cells.set(cell, byDay);
      yield;
    }
  }

  /** Requests of one day; null when unknown. */
  requests(cell: string, day: Day): number | null {
    return this.#cells.get(cell)?.get(day)?.requests ?? null;
  }

  sum(cell: string, { first, last }: Span): Traffic {
    const sum: Traffic = { requests: 0, good: 0, judged: 0, days: 0, judgedDays: 0 };
    const byDay = this.#cells.get(cell);
    for (let day = first; byDay && day <= last; day++) {
      const known = byDay.get(day);
      if (!known) continue;
      sum.requests += known.requests;
      sum.days++;
      if (known.good === null) continue;
      sum.good += known.good;
      sum.judged += known.requests;
      sum.judgedDays++;
    }
    return sum;
  }

  /** Requests over a span of which all but a tenth of the days are known; else null. */
  enough(cell: string, span: Span): number | null {
    const { requests, days } = this.sum(cell, span);
    return isEnough(days, span) ? requests : null;
  }
}

/** Whether that many days stand for a span. */
export function isEnough(days: number, span: Span): boolean {
  return days > 0 && days >= daysIn(span) * 0.9;
}

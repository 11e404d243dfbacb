import { median, robustDeviation } from './statistics.ts';

/** Same weekdays of so many weeks before tell what is usual; fewer than the least say nothing. */
const WEEKS = 6;
export const LEAST_WEEKS = 4;
/** How far the last two weeks move what is expected. */
const LEAST_LEVEL = 0.9;
const MOST_LEVEL = 1.5;

/** What each day of a series is expected to cost from the days before it. Days are places in the series. */
export class WeeklyRhythm {
  /** The series, with odd days as they were expected to be. */
  readonly #clean: Float64Array;
  /** Median of the same weekdays before, kept once known: each is asked for by the fortnight after it. */
  readonly #usual: Float64Array;

  constructor(values: Float64Array) {
    this.#clean = values.slice();
    this.#usual = new Float64Array(values.length).fill(Number.NaN);
  }

  /** A cheap look before medians are taken: false when a day can't exceed what is expected by that excess and ratio. */
  mayExceed(at: number, cost: number, excess: number, ratio: number): boolean {
    const low = Math.min(cost / (1 + ratio), cost - excess) / LEAST_LEVEL;
    let lower = 0;
    let known = 0;
    for (let week = 1; week <= WEEKS && at - week * 7 >= 0; week++) {
      known++;
      if ((this.#clean[at - week * 7] as number) <= low) lower++;
    }
    return lower * 2 >= known;
  }

  /** The median of the same weekdays, moved by how the last two weeks differ from theirs: growth, which it lags behind. */
  expected(at: number): number {
    const usual = this.#usualAt(at);
    if (usual <= 0) return Math.max(0, usual);
    const ratios: number[] = [];
    for (let before = Math.max(14, at - 14); before < at; before++) {
      const own = this.#usualAt(before);
      if (own > 0) ratios.push((this.#clean[before] as number) / own);
    }
    return usual * Math.min(MOST_LEVEL, Math.max(LEAST_LEVEL, median(ratios) ?? 1));
  }

  /** How much a day differs from what is expected, as a ratio of it: told by how days differ from the same weekday a week before. */
  deviation(at: number): number {
    const changes: number[] = [];
    for (let day = Math.max(7, at - WEEKS * 7); day < at; day++) {
      const before = this.#clean[day - 7] as number;
      if (before > 0) changes.push((this.#clean[day] as number) / before - 1);
    }
    if (changes.length === 0) return 0;
    // Two days differ in each change; few changes may look calmer than they are.
    return (robustDeviation(changes) / Math.SQRT2) * (1 + 10 / changes.length);
  }

  /** Takes days for what they are (the new normal), or an odd day for what was expected of it. */
  take(at: number, values: ArrayLike<number>): void {
    this.#clean.set(values, at);
  }

  #usualAt(at: number): number {
    const known = this.#usual[at] as number;
    if (!Number.isNaN(known)) return known;
    const same: number[] = [];
    for (let week = 1; week <= WEEKS && at - week * 7 >= 0; week++) same.push(this.#clean[at - week * 7] as number);
    const usual = median(same) ?? 0;
    this.#usual[at] = usual;
    return usual;
  }
}

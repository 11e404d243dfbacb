import { type Day, dayOf } from './calendar.ts';
import { centsText, type Money, moneyRatio, scaleMoney } from './money.ts';
import type { TrafficDays } from './traffic-days.ts';

/** One release in the cells of one wave: when it was deployed to each. Source: the rollouts' visits. */
export interface ReleaseArrival {
  component: string;
  executionId: string;
  /** Short, as people call it. */
  revision: string;
  wave: string;
  cells: readonly { cell: string /** Epoch ms. */; deployedAt: number }[];
}

/** What the cells of a wave cost before and after a release came; money is decimal text to the cent. */
export interface AroundRelease extends Omit<ReleaseArrival, 'cells'> {
  /** Cells that can be compared, and all that it came to. */
  compared: number;
  cells: number;
  /** Complete days on either side: the same weekdays before and after. */
  days: number;
  /** A day's mean over the compared cells; null with the reason. */
  before: string | null;
  after: string | null;
  /** After against before, as a ratio of it. */
  change: number | null;
  /** The same for a million requests; null where traffic is not known. */
  perMillion: { before: string; after: string; change: number | null } | null;
  why: string | null;
}

const MOST_DAYS = 7;
const LEAST_DAYS = 3;

/** Cost of a cell on a day, null when unknown. */
type DailyCost = (cell: string, day: Day) => Money | null;

/**
 * Up to seven complete days after the day of the deployment, each against the same weekday before it: what a weekend costs less is
 * no saving of the release. Cells that it reached at different days have days of their own.
 */
export function aroundRelease(arrival: ReleaseArrival, costOf: DailyCost, traffic: TrafficDays, complete: Day): AroundRelease {
  const { cells, ...release } = arrival;
  const freshest = cells.reduce((day, { deployedAt }) => Math.max(day, dayOf(deployedAt)), 0);
  const days = Math.min(MOST_DAYS, complete - freshest);
  const nothing = {
    ...release,
    compared: 0,
    cells: cells.length,
    days: Math.max(0, days),
    before: null,
    after: null,
    change: null,
    perMillion: null,
  };
  if (cells.length === 0) return { ...nothing, why: 'it came to no cell of this wave' };
  if (days < LEAST_DAYS) {
    return { ...nothing, why: `too fresh: ${Math.max(0, days)} complete days since it was deployed, ${LEAST_DAYS} are needed` };
  }
  const sums = { before: 0n, after: 0n, requestsBefore: 0, requestsAfter: 0 };
  let compared = 0;
  let served = true;
  for (const { cell, deployedAt } of cells) {
    const pairs = weekdayPairs(dayOf(deployedAt), days).map(([before, after]) => ({
      before: costOf(cell, before),
      after: costOf(cell, after),
      requestsBefore: traffic.requests(cell, before),
      requestsAfter: traffic.requests(cell, after),
    }));
    if (pairs.some(({ before, after }) => before === null || after === null)) continue;
    compared++;
    for (const pair of pairs) {
      sums.before += pair.before ?? 0n;
      sums.after += pair.after ?? 0n;
      sums.requestsBefore += pair.requestsBefore ?? 0;
      sums.requestsAfter += pair.requestsAfter ?? 0;
      if (pair.requestsBefore === null || pair.requestsAfter === null) served = false;
    }
  }
  if (compared === 0) return { ...nothing, why: 'the daily cost of these cells before it is not known' };
  const before = scaleMoney(sums.before, 1, days);
  const after = scaleMoney(sums.after, 1, days);
  return {
    ...nothing,
    compared,
    before: centsText(before),
    after: centsText(after),
    change: moneyRatio(sums.after - sums.before, sums.before),
    perMillion: served ? aMillion(sums) : null,
    why: null,
  };
}

/** The first days after a deployment, each with the last same weekday before it. */
function weekdayPairs(deployed: Day, days: number): [before: Day, after: Day][] {
  return Array.from({ length: days }, (_, at) => {
    const after = deployed + 1 + at;
    return [after - 7 * Math.ceil((after - deployed + 1) / 7), after];
  });
}

function aMillion(sums: { before: Money; after: Money; requestsBefore: number; requestsAfter: number }): AroundRelease['perMillion'] {
  if (sums.requestsBefore < 1 || sums.requestsAfter < 1) return null;
  const before = scaleMoney(sums.before, 1_000_000, sums.requestsBefore);
  const after = scaleMoney(sums.after, 1_000_000, sums.requestsAfter);
  return { before: centsText(before), after: centsText(after), change: moneyRatio(after - before, before) };
}

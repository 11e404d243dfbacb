import { drain } from '../drain.ts';
import type { CostAnomaly } from './anomaly.ts';
import type { Attribution, Owner } from './attribution.ts';
import { type Day, dayText } from './calendar.ts';
import type { CostLedger } from './cost-ledger.ts';
import { findJumps, type Jump } from './find-jumps.ts';
import { centsText, estimatedMoney } from './money.ts';
import { daysIn } from './period.ts';
import { median } from './statistics.ts';
import type { TrafficDays } from './traffic-days.ts';

/** Daily usage of one service by one owner. */
interface Usage {
  owner: Owner;
  service: string;
  values: Float64Array;
}

/** An owner that is younger has no rhythm yet. */
const SETTLED_DAYS = 28;
/** Judged are jumps that lie within what AWS, too, keeps anomalies of. */
const LOOK_BACK_DAYS = 90;

/**
 * Jumps of one service in one cell (or account that no cell has), the largest excess first. Judged are complete days, net amortized,
 * usage alone: what anybody chooses to look at makes no anomaly, nor do tax, support, credits and refunds.
 */
export function findAnomalies(days: CostLedger, attribution: Attribution, traffic: TrafficDays, complete: Day): CostAnomaly[] {
  return drain(findAnomaliesSteps(days, attribution, traffic, complete));
}

/** The same in small steps. */
export function* findAnomaliesSteps(
  days: CostLedger,
  attribution: Attribution,
  traffic: TrafficDays,
  complete: Day,
): Generator<undefined, CostAnomaly[]> {
  const covered = days.covered;
  if (!covered) return [];
  const from = covered.first;
  const length = Math.min(covered.last, complete) - from + 1;
  if (length <= 0) return [];
  const usages = yield* usageSteps(days, attribution, from, length);
  yield;
  const begins = firstUsage(usages, from);
  const found: { jump: Jump; usage: Usage }[] = [];
  for (const usage of usages) {
    const { owner, values } = usage;
    // Who was there on the first day that is known has a rhythm; who came later gets one.
    const begin = begins.get(owner.id) ?? from;
    const since = Math.max(begin === from ? from : begin + SETTLED_DAYS, complete - LOOK_BACK_DAYS + 1);
    const more = owner.kind === 'cell' ? (day: Day) => moreTraffic(owner.name, day, traffic) : undefined;
    yield;
    for (const jump of findJumps(values, from, since, more)) found.push({ jump, usage });
  }
  found.sort((a, b) => b.jump.cost - b.jump.expected - (a.jump.cost - a.jump.expected));
  return found.map(({ jump, usage }) => toAnomaly(jump, usage, complete));
}

function* usageSteps(days: CostLedger, attribution: Attribution, from: Day, length: number): Generator<undefined, Usage[]> {
  const usages = new Map<string, Usage>();
  for (const series of days.series) {
    yield;
    if (series.kind !== 'usage') continue;
    const owner = attribution.ownerOf(series, 'net-amortized');
    const key = `${owner.id}\n${series.service}`;
    let usage = usages.get(key);
    if (!usage) {
      usage = { owner, service: series.service, values: new Float64Array(length) };
      usages.set(key, usage);
    }
    series.addNumbersTo(usage.values, 'net-amortized', from);
  }
  return [...usages.values()];
}

/** The first day on which each owner used anything. */
function firstUsage(usages: readonly Usage[], from: Day): Map<string, Day> {
  const begins = new Map<string, Day>();
  for (const { owner, values } of usages) {
    const at = values.findIndex((value) => value > 0);
    if (at !== -1) begins.set(owner.id, Math.min(begins.get(owner.id) ?? Number.POSITIVE_INFINITY, from + at));
  }
  return begins;
}

/** How many times its usual traffic a cell had that day: what more customers cost is no anomaly. */
function moreTraffic(cell: string, day: Day, traffic: TrafficDays): number {
  const served = traffic.requests(cell, day);
  const before = [1, 2, 3, 4].map((week) => traffic.requests(cell, day - week * 7)).filter((requests) => requests !== null);
  const usual = median(before);
  return served === null || usual === null || usual <= 0 || before.length < 3 ? 1 : Math.max(1, served / usual);
}

function toAnomaly(jump: Jump, { owner, service }: Usage, complete: Day): CostAnomaly {
  const days = daysIn(jump);
  return {
    foundBy: 'cellwatch',
    owner: owner.name,
    ownerKind: owner.kind === 'cell' ? 'cell' : 'account',
    service,
    firstDay: dayText(jump.first),
    lastDay: dayText(jump.last),
    ongoing: jump.last >= complete,
    excess: centsText(estimatedMoney(jump.cost - jump.expected)),
    perDay: centsText(estimatedMoney(jump.cost / days)),
    usualPerDay: centsText(estimatedMoney(jump.expected / days)),
    awsExcess: null,
  };
}

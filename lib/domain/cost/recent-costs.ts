import type { Cell } from '../registry/registry.ts';
import { type AroundRelease, aroundRelease, type ReleaseArrival } from './around-release.ts';
import type { Attribution } from './attribution.ts';
import { type Day, dayText } from './calendar.ts';
import type { CostFacts, CostMetric } from './cost-facts.ts';
import type { CostSeries } from './cost-ledger.ts';
import type { UnclaimedAccount } from './cost-picture.ts';
import { type OwnedSlots, slotsByOwnerSteps, sumSlots } from './cost-sheet.ts';
import { centsText, type Money } from './money.ts';
import { type OneMore, oneMoreCellSteps, type Peer } from './one-more-cell.ts';
import type { Span } from './period.ts';
import { Timeline } from './timeline.ts';
import type { TrafficDays } from './traffic-days.ts';

/** A month's mean is taken from four whole weeks. */
const MEAN_DAYS = 28;

/**
 * Cost of one more cell of each wave, in small steps, from its peers' last four weeks of complete days (or as many as are known). A
 * cell that had no usage on the first of them is young: its weeks would pass for a month. Of it the days after its first are taken.
 */
export function* oneMoreSteps(
  facts: CostFacts,
  attribution: Attribution,
  metric: CostMetric,
  waves: readonly string[],
  complete: Day,
): Generator<undefined, OneMore> {
  const from = Math.max(facts.days.covered?.first ?? complete, complete - MEAN_DAYS + 1);
  const cells = new Map<string, { cell: Cell; first: Day; usages: CostSeries[] }>();
  for (const series of facts.days.series) {
    yield;
    const owner = attribution.ownerOf(series, metric);
    if (owner.kind !== 'cell' || series.kind !== 'usage') continue;
    const first = series.firstWith(metric, from, complete);
    if (first === null) continue;
    const known = cells.get(owner.name) ?? { cell: owner.cell, first, usages: [] };
    known.first = Math.min(known.first, first);
    known.usages.push(series);
    cells.set(owner.name, known);
  }
  const peers: Peer[] = [];
  for (const { cell, first, usages } of cells.values()) {
    yield;
    const young = first > from;
    // On its first day it was not there from the start.
    const since = young ? first + 1 : from;
    const services = new Map<string, Money>();
    for (const usage of usages) {
      const cost = usage.sum(metric, since, complete);
      if (cost !== 0n || young) services.set(usage.service, (services.get(usage.service) ?? 0n) + cost);
    }
    peers.push({ cell, services, days: complete - since + 1, young });
  }
  return yield* oneMoreCellSteps(peers, waves);
}

/** What cells cost around releases, from daily figures; in small steps. */
export function* aroundReleasesSteps(
  facts: CostFacts,
  attribution: Attribution,
  metric: CostMetric,
  arrivals: readonly ReleaseArrival[],
  traffic: TrafficDays,
  complete: Day,
): Generator<undefined, AroundRelease[]> {
  const { covered } = facts.days;
  if (!covered || arrivals.length === 0) return [];
  const timeline = new Timeline([{ ledger: facts.days, from: covered.first, to: covered.last }]);
  const cells = new Map((yield* slotsByOwnerSteps(timeline, attribution, metric)).map(({ owner, slots }) => [owner.id, slots]));
  const costOf = (cell: string, day: Day) => {
    const at = day - covered.first;
    return at < 0 || day > covered.last ? null : (cells.get(`cell:${cell}`)?.[at] ?? null);
  };
  const around: AroundRelease[] = [];
  for (const arrival of arrivals) {
    yield;
    around.push(aroundRelease(arrival, costOf, traffic, complete));
  }
  return around;
}

/** Accounts that no cell claims, and that the registry does not know as shared: those with a charge in the period by cost, then the others. */
export function unclaimedAccounts(
  facts: CostFacts,
  attribution: Attribution,
  owned: readonly OwnedSlots[],
  columns: Parameters<typeof sumSlots>[1],
): UnclaimedAccount[] {
  const charged = owned.flatMap(({ owner, slots }) => (owner.kind === 'unclaimed' ? [{ owner, cost: sumSlots(slots, columns) }] : []));
  const known = new Set(charged.map(({ owner }) => owner.accountId));
  const others = [...facts.accounts.values()].filter(
    ({ id }) => !known.has(id) && attribution.ownerOf({ accountId: id, tag: null, kind: 'usage' }, 'unblended').kind === 'unclaimed',
  );
  return [
    ...charged
      .sort((a, b) => (a.cost > b.cost ? -1 : 1))
      .map(({ owner, cost }) => ({ id: owner.accountId, name: owner.name, state: owner.state, cost: centsText(cost) })),
    ...others.map(({ id, name, state }) => ({ id, name: name || id, state, cost: null })),
  ];
}

/** The first day of a span that AWS marks as an estimate; null where none is. */
export function firstEstimated(estimatedDays: readonly string[], { first, last }: Span): string | null {
  return estimatedDays.find((day) => day >= dayText(first) && day <= dayText(last)) ?? null;
}

import { type AroundRelease, aroundRelease, type ReleaseArrival } from './around-release.ts';
import type { Attribution } from './attribution.ts';
import { type Day, dayText } from './calendar.ts';
import type { CostFacts, CostMetric } from './cost-facts.ts';
import type { UnclaimedAccount } from './cost-picture.ts';
import { type OwnedSlots, slotsByOwner, sumSlots } from './cost-sheet.ts';
import { centsText, type Money } from './money.ts';
import { type OneMoreCell, oneMoreCell, type Peer } from './one-more-cell.ts';
import type { Span } from './period.ts';
import { Timeline } from './timeline.ts';
import type { TrafficDays } from './traffic-days.ts';

/** A month's mean is taken from four whole weeks. */
const MEAN_DAYS = 28;

/**
 * Cost of one more cell of each wave, from its peers' last four weeks of complete days (or as many as are known). A cell that had no
 * usage on the first of them is too young to be a peer: its weeks would pass for a month.
 */
export function oneMoreOf(
  facts: CostFacts,
  attribution: Attribution,
  metric: CostMetric,
  waves: readonly string[],
  complete: Day,
): OneMoreCell[] {
  const { covered } = facts.days;
  if (!covered) return [];
  const from = Math.max(covered.first, complete - MEAN_DAYS + 1);
  const peers = new Map<string, Peer & { services: Map<string, Money> }>();
  const old = new Set<string>();
  for (const series of facts.days.series) {
    const owner = attribution.ownerOf(series, metric);
    if (owner.kind !== 'cell' || series.kind !== 'usage') continue;
    if (series.sum(metric, from, from) !== 0n) old.add(owner.name);
    const cost = series.sum(metric, from, complete);
    if (cost === 0n) continue;
    const peer = peers.get(owner.name) ?? { cell: owner.cell, services: new Map<string, Money>() };
    peer.services.set(series.service, (peer.services.get(series.service) ?? 0n) + cost);
    peers.set(owner.name, peer);
  }
  const whole = [...peers].filter(([name]) => old.has(name)).map(([, peer]) => peer);
  return oneMoreCell(whole, waves, complete - from + 1);
}

/** What cells cost around releases, from daily figures. */
export function aroundReleases(
  facts: CostFacts,
  attribution: Attribution,
  metric: CostMetric,
  arrivals: readonly ReleaseArrival[],
  traffic: TrafficDays,
  complete: Day,
): AroundRelease[] {
  const { covered } = facts.days;
  if (!covered || arrivals.length === 0) return [];
  const timeline = new Timeline([{ ledger: facts.days, from: covered.first, to: covered.last }]);
  const cells = new Map(slotsByOwner(timeline, attribution, metric).map(({ owner, slots }) => [owner.id, slots]));
  const costOf = (cell: string, day: Day) => {
    const at = day - covered.first;
    return at < 0 || day > covered.last ? null : (cells.get(`cell:${cell}`)?.[at] ?? null);
  };
  return arrivals.map((arrival) => aroundRelease(arrival, costOf, traffic, complete));
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

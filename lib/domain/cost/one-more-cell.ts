import type { Cell } from '../registry/registry.ts';
import { centsText, type Money, scaleMoney } from './money.ts';
import { medianMoney } from './unit-cost.ts';

/** What one more cell of a wave would cost in a month, from its peers; decimal text to the cent. */
export interface OneMoreCell {
  wave: string;
  /** How many cells it is taken from. */
  peers: number;
  perMonth: string;
  low: string;
  high: string;
  /** Median of each service, the dearest first. */
  services: readonly { service: string; perMonth: string }[];
  /** What it is taken from: "The median of 3 peers over the last four weeks". */
  basis: string;
}

/** What one more cell costs, and the waves of which that can't be told, with the reason. */
export interface OneMore {
  cells: OneMoreCell[];
  without: { wave: string; why: string }[];
}

/** Days of a mean month. */
const MONTH_DAYS = 365.25 / 12;
const MOST_SERVICES = 8;
/** Of fewer days of a young cell a month says nothing. */
const LEAST_DAYS = 3;
const FOUR_WEEKS = 28;

/** One cell with what each service cost it over some complete days. */
export interface Peer {
  cell: Cell;
  services: ReadonlyMap<string, Money>;
  /** How many days that are. */
  days: number;
  /** It has come into use within the last four weeks: its days begin after that day. */
  young: boolean;
}

/**
 * A month of one more cell of each wave, in small steps: the median, least and most of its cells in service. Where all of them are
 * young it is taken from the days that there are, and says so.
 */
export function* oneMoreCellSteps(peers: readonly Peer[], waves: readonly string[]): Generator<undefined, OneMore> {
  const all: OneMore = { cells: [], without: [] };
  for (const wave of waves) {
    const inService = peers.filter(({ cell, services }) => cell.wave === wave && cell.state === 'in-service' && services.size > 0);
    const old = inService.filter(({ young }) => !young);
    const of = old.length > 0 ? old : inService.filter(({ days }) => days >= LEAST_DAYS);
    if (of.length === 0) {
      all.without.push({ wave, why: whyNone(inService) });
      continue;
    }
    const monthly = (cost: Money, { days }: Peer) => scaleMoney(cost, MONTH_DAYS, days);
    const totals: Money[] = [];
    for (const peer of of) {
      totals.push(
        monthly(
          [...peer.services.values()].reduce((sum, cost) => sum + cost, 0n),
          peer,
        ),
      );
      yield;
    }
    const names = new Set(of.flatMap(({ services }) => [...services.keys()]));
    const medians: { service: string; cost: Money }[] = [];
    for (const service of names) {
      medians.push({ service, cost: medianMoney(of.map((peer) => monthly(peer.services.get(service) ?? 0n, peer))) });
      yield;
    }
    const services = medians
      .filter(({ cost }) => cost > 0n)
      .sort((a, b) => (a.cost > b.cost ? -1 : 1))
      .slice(0, MOST_SERVICES)
      .map(({ service, cost }) => ({ service, perMonth: centsText(cost) }));
    const sorted = totals.toSorted((a, b) => (a < b ? -1 : 1));
    all.cells.push({
      wave,
      peers: of.length,
      perMonth: centsText(medianMoney(totals)),
      low: centsText(sorted[0] as Money),
      high: centsText(sorted[sorted.length - 1] as Money),
      services,
      basis: basisOf(of),
    });
  }
  return all;
}

function basisOf(peers: readonly Peer[]): string {
  const days = peers.map((peer) => peer.days).toSorted((a, b) => a - b);
  const [least = 0] = days;
  const most = days[days.length - 1] ?? least;
  const only = peers.length === 1;
  const who = only ? 'What the only peer costs' : `The median of ${peers.length} peers`;
  if (peers.every(({ young }) => young)) {
    const none = only ? 'it has not been in use for four weeks' : 'none has been in use for four weeks';
    return `${who}, estimated from ${least === most ? counted(most) : `${least} to ${most} days`}: ${none}`;
  }
  return `${who} over the last ${most === FOUR_WEEKS ? 'four weeks' : counted(most)}`;
}

function whyNone(young: readonly Peer[]): string {
  if (young.length === 0) return 'no cell in service of this wave has costs yet';
  const most = Math.max(...young.map(({ days }) => days));
  return `its cells are too young: they have had costs for ${counted(most)} at the most, and an estimate needs ${LEAST_DAYS}`;
}

function counted(days: number): string {
  return days === 1 ? '1 whole day' : `${days} days`;
}

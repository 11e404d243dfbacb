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
}

/** Days of a mean month. */
const MONTH_DAYS = 365.25 / 12;
const MOST_SERVICES = 8;

/** One cell with what each service cost it over some complete days. */
export interface Peer {
  cell: Cell;
  services: ReadonlyMap<string, Money>;
}

/** A month of one more cell of each wave: the median, least and most of its cells in service, over `days` complete days. */
export function oneMoreCell(peers: readonly Peer[], waves: readonly string[], days: number): OneMoreCell[] {
  return waves.flatMap((wave) => {
    const of = peers.filter(({ cell, services }) => cell.wave === wave && cell.state === 'in-service' && services.size > 0);
    if (of.length === 0 || days <= 0) return [];
    const monthly = (cost: Money) => scaleMoney(cost, MONTH_DAYS, days);
    const totals = of.map(({ services }) => monthly([...services.values()].reduce((sum, cost) => sum + cost, 0n)));
    const names = new Set(of.flatMap(({ services }) => [...services.keys()]));
    const services = [...names]
      .map((service) => ({ service, cost: medianMoney(of.map((peer) => monthly(peer.services.get(service) ?? 0n))) }))
      .filter(({ cost }) => cost > 0n)
      .sort((a, b) => (a.cost > b.cost ? -1 : 1))
      .slice(0, MOST_SERVICES)
      .map(({ service, cost }) => ({ service, perMonth: centsText(cost) }));
    const sorted = totals.toSorted((a, b) => (a < b ? -1 : 1));
    return [
      {
        wave,
        peers: of.length,
        perMonth: centsText(medianMoney(totals)),
        low: centsText(sorted[0] as Money),
        high: centsText(sorted[sorted.length - 1] as Money),
        services,
      },
    ];
  });
}

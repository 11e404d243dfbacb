import type { Cell } from '../registry/registry.ts';
import { type Money, moneyNumber, scaleMoney } from './money.ts';
import type { Span } from './period.ts';
import type { TrafficDays } from './traffic-days.ts';

/** Cost of a million requests, or why there is no such figure. */
export interface UnitCost {
  perMillion: Money | null;
  /** Null while there is a figure. */
  why: string | null;
  /** Cells whose traffic is unknown: neither their cost nor their requests are in it. */
  leftOut: number;
}

/** A figure a million from fewer requests than this would tell of chance. */
const LEAST_REQUESTS = 100_000;
/** Of fewer cells a median says nothing. */
const LEAST_CELLS = 3;

/** What a million requests cost in some cells over a span of complete days. */
export function unitCost(costs: readonly { cell: Cell; cost: Money }[], traffic: TrafficDays, span: Span): UnitCost {
  let requests = 0;
  let sum = 0n;
  let leftOut = 0;
  for (const { cell, cost } of costs) {
    const served = traffic.enough(cell.name, span);
    if (served === null) {
      leftOut++;
      continue;
    }
    requests += served;
    sum += cost;
  }
  if (leftOut === costs.length) return { perMillion: null, why: 'its traffic is not known on most of these days', leftOut };
  if (requests < LEAST_REQUESTS) return { perMillion: null, why: `too little traffic: ${requests.toLocaleString('en')} requests`, leftOut };
  return { perMillion: scaleMoney(sum, 1_000_000, requests), why: null, leftOut };
}

/** Median unit cost of the cells in service of each wave that has at least three with a figure. */
export function waveMedians(units: readonly { cell: Cell; unit: UnitCost }[]): Map<string, Money> {
  const waves = new Map<string, Money[]>();
  for (const { cell, unit } of units) {
    if (cell.wave === null || cell.state !== 'in-service' || unit.perMillion === null) continue;
    waves.set(cell.wave, [...(waves.get(cell.wave) ?? []), unit.perMillion]);
  }
  const medians = new Map<string, Money>();
  for (const [wave, values] of waves) if (values.length >= LEAST_CELLS) medians.set(wave, medianMoney(values));
  return medians;
}

/** Median of at least one amount. */
export function medianMoney(values: readonly Money[]): Money {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const upper = sorted[sorted.length >> 1] as Money;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] as Money) + upper) / 2n;
}

/** How far a unit cost is from its wave's median, as a ratio of that; null without both. */
export function awayFrom(unit: UnitCost, middle: Money | null): number | null {
  if (unit.perMillion === null || middle === null || middle <= 0n) return null;
  return moneyNumber(unit.perMillion) / moneyNumber(middle) - 1;
}

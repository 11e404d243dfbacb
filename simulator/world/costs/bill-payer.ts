import type { TrafficModel } from '../cell-model.ts';
import type { ChargeKind } from './charge-kind.ts';

/** Somebody whose charges are counted together: an account, or a cell's tagged part of a shared one. */
export interface BillPayer {
  seed: number;
  accountId: string;
  region: string;
  /** The value of the tag "Cell" on what is tagged; null for none. */
  cell: string | null;
  /** What its charges by size are counted by. */
  size: number;
  /** Whose requests its charges by traffic are counted by; null for none. */
  model: TrafficModel | null;
  kinds: readonly ChargeKind[];
  /** USD a day that its monthly charges are a share of. */
  dailyUsd: number;
  /** Epoch day from which it is charged nothing more; null for one that goes on. */
  until: number | null;
}

const REGION_FACTORS: Readonly<Record<string, number>> = { 'us-east-1': 1, 'us-west-2': 1, 'eu-west-1': 1.11, 'ap-northeast-1': 1.28 };

/** What AWS costs in a Region, with us-east-1 as 1. */
export function regionFactor(region: string): number {
  return REGION_FACTORS[region] ?? 1.1;
}

/** USD that a payer is charged on a usual day, negations of what a Savings Plan covers left out. */
export function usualDailyUsd({ kinds, size, model, region }: Omit<BillPayer, 'dailyUsd'>): number {
  const millions = model === null ? 0 : (model.base * 86_400 * 0.74) / 1e6;
  let usd = 0;
  for (const kind of kinds) {
    if (kind.recordType === 'SavingsPlanNegation') continue;
    usd += (kind.each + kind.perSize * size + kind.perMillion * millions) * kind.price * regionFactor(region);
  }
  return usd;
}

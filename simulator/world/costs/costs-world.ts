import type { BillPayer } from './bill-payer.ts';
import type { ChargeKind } from './charge-kind.ts';
import type { BillDay, Charge } from './charge-of-day.ts';

/** What Cost Explorer is like for the organization. */
export const EXPLORER_STATES = ['enabled', 'not-enabled', 'data-unavailable'] as const;
export type ExplorerState = (typeof EXPLORER_STATES)[number];

/** What a test may hold the costs against. Amounts are USD, unblended, exact. */
export interface CostTruth {
  /** The one anomaly; null in a world without a cell that serves. */
  anomaly: null | {
    cell: string;
    accountId: string;
    region: string;
    service: string;
    usageType: string;
    days: readonly { date: string; excessUsd: string; usualUsd: string }[];
    excessUsd: string;
  };
  /** The cell that keeps its full size and serves next to nothing; null in a world too small to have one. */
  idle: { cell: string; accountId: string } | null;
  /** Accounts that are no cell's. */
  unclaimedAccountIds: readonly string[];
  /** Cost allocation tags. */
  tagKeys: readonly string[];
  /** Up to when usage is known; days beyond are incomplete or empty. */
  knownUntil: string;
  /** The first day whose figures are not final. */
  estimatedFrom: string;
}

/** The bill of the organization, computed from the seed and the time, never stored. */
export interface CostsWorld {
  payers: readonly BillPayer[];
  /** What can be known of an epoch day at a time, epoch ms. */
  day(day: number, now: number): BillDay;
  /** Millions of requests that a payer's charges of the day are counted by. */
  millions(payer: BillPayer, day: number): number;
  /** Writes one line of a day's bill; false when there is none. */
  charge(payer: BillPayer, kind: ChargeKind, millions: number, day: BillDay, out: Charge): boolean;
  /** The value of the tag "Cell" or "component" on a line; null for none. */
  tag(key: string, payer: BillPayer, kind: ChargeKind): string | null;
  truth(): CostTruth;
  explorer: ExplorerState;
}

import type { Failure, FailureCode } from '../facts.ts';
import type { CostLedger } from './cost-ledger.ts';

/** What AWS says of costs, accounts and daily traffic, as the sources hand it on. Days are UTC, as AWS bills; null is unknown. */

export { COST_METRICS, type CostLine, type CostMetric, type CostTag, RECORD_KINDS, type RecordKind } from './cost-line.ts';

/** Source: Organizations ListAccounts. */
export interface AccountFacts {
  id: string;
  name: string;
  /** `State`: ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED, …; null where AWS tells none. */
  state: string | null;
}

/** One cell's requests of one whole day. Source: CloudWatch daily sums of the requests and errors signals. */
export interface DailyTraffic {
  /** `YYYY-MM-DD`. */
  day: string;
  requests: number;
  /** Requests without error; null where errors are unknown. */
  good: number | null;
}

/** One anomaly as AWS's own detection tells it. Source: GetAnomalies. */
export interface AwsAnomaly {
  id: string;
  /** `YYYY-MM-DD`. */
  firstDay: string;
  /** Null while it goes on. */
  lastDay: string | null;
  /** Null where AWS names no root cause. */
  accountId: string | null;
  service: string | null;
  /** TotalImpact, decimal text. */
  impact: string;
  /** TotalExpectedSpend, decimal text; null where AWS tells none. */
  expected: string | null;
}

/** Why costs could not be read; what Cost Explorer alone answers has codes of its own. */
export interface CostFailure extends Omit<Failure, 'code'> {
  code: FailureCode | 'not-enabled' | 'data-unavailable' | 'bill-expiration';
}

/** The last fetch that succeeded, and the failure since. */
export interface CostFetch {
  /** Epoch ms; null before the first. */
  fetchedAt: number | null;
  /** Last day with figures, `YYYY-MM-DD`. */
  throughDay: string | null;
  /** Days that AWS marks as estimates (all of an open month), ascending. */
  estimatedDays: readonly string[];
  /** ISO 4217, as AWS says. */
  currency: string;
  /** Paid requests of that fetch, and what they cost: decimal text in USD. */
  requests: number;
  usd: string;
  failure: CostFailure | null;
}

/** All that is known of costs. */
export interface CostFacts {
  fetch: CostFetch;
  /** Lines by day, by account (or tag) and service. */
  days: CostLedger;
  /** The same by month, further back. */
  months: CostLedger;
  /** Lines by account and the tag that names components (`service` is empty); null where the organization has no such tag. */
  components: { key: string; days: CostLedger; months: CostLedger } | null;
  /** Every account of the organization, by id. */
  accounts: ReadonlyMap<string, AccountFacts>;
  /** By cell name, ascending by day; a cell that nothing is known of is missing. */
  traffic: ReadonlyMap<string, readonly DailyTraffic[]>;
  anomalies: readonly AwsAnomaly[];
}

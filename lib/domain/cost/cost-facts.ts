import type { Failure, FailureCode } from '../facts.ts';
import type { CostLedger } from './cost-ledger.ts';

/** What AWS says of costs, accounts and daily traffic, as the sources hand it on. Days are UTC, as AWS bills; null is unknown. */

export const COST_METRICS = ['net-amortized', 'unblended', 'amortized'] as const;
/** Which figure of Cost Explorer: net amortized compares cells, unblended reconciles with the bill. */
export type CostMetric = (typeof COST_METRICS)[number];

export const RECORD_KINDS = ['usage', 'tax', 'support', 'credit', 'refund'] as const;
/** Record types of Cost Explorer, as far as they are told apart. Savings plan and reservation fees are usage. */
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A cost allocation tag and its value; an empty value is what nobody tagged. */
export interface CostTag {
  key: string;
  value: string;
}

/**
 * One amount on one day or in one month. Source: GetCostAndUsage, grouped by account and service; for an account that several
 * cells share, by tag and service within that account instead (never both: each dollar is in one line).
 */
export interface CostLine {
  /** `YYYY-MM-DD` of a day, `YYYY-MM` of a month. */
  period: string;
  /** 12 digits. */
  accountId: string;
  /** Null where the query was not grouped by tag. */
  tag: CostTag | null;
  /** As Cost Explorer names it, for example "Amazon DynamoDB". */
  service: string;
  /** Null where the query did not tell record types apart: then the service tells. */
  kind: RecordKind | null;
  /** Decimal text as AWS gave it, negative for credits and refunds. */
  unblended: string;
  amortized: string;
  netAmortized: string;
  estimated: boolean;
}

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

export const COST_FAILURE_CODES = ['not-enabled', 'data-unavailable', 'bill-expiration'] as const;

/** Why costs could not be read; what Cost Explorer alone answers has codes of its own. */
export interface CostFailure extends Omit<Failure, 'code'> {
  code: FailureCode | (typeof COST_FAILURE_CODES)[number];
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

/** Lines of the bill. Days are UTC, as AWS bills. */

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

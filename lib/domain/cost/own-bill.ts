/** What Cellwatch's own calls to AWS cost. Money is decimal text in USD, estimated by AWS's list prices. */
export interface OwnBill {
  /** `YYYY-MM`, UTC. */
  month: string;
  /** Since the month began, over all runs. */
  usd: string;
  /** At the month's end, if calls go on as in the last days; null while too little is known. */
  projectedUsd: string | null;
  /** By price class, most expensive first. */
  classes: readonly { name: string; calls: number; usd: string; projectedUsd: string | null }[];
  /** AWS_BUDGET_USD_PER_MONTH; null without one. */
  budgetUsd: string | null;
  /** What is read less often to stay within the budget, as sentences for a person; empty when nothing is. */
  slowed: readonly string[];
}

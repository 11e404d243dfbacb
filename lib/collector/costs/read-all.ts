import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { dayText } from '#lib/domain/cost/calendar.ts';
import type { AccountFacts, AwsAnomaly } from '#lib/domain/cost/cost-facts.ts';
import type { FetchPlan } from '#lib/domain/cost/fetch-plan.ts';
import { moneyText } from '#lib/domain/cost/money.ts';
import { UNIT_PRICES } from '#lib/domain/cost/price-class.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { getAnomalies } from '#lib/sources/cost-explorer/get-anomalies.ts';
import { listAccounts } from '#lib/sources/organizations/list-accounts.ts';
import type { CostRecord } from '#lib/store/store.ts';
import { fetchCosts } from './fetch-costs.ts';
import type { FetchNotes } from './kept-costs.ts';
import type { PageBook } from './page-book.ts';
import { sumMonths } from './sum-months.ts';

/** AWS keeps anomalies so long. */
const ANOMALY_DAYS = 90;

/**
 * One whole fetch. Costs decide whether it succeeds: without accounts or AWS's anomalies they are still right, so those stay as
 * they were known and the failure is told.
 * @throws AwsFailure
 */
export async function readAll(given: {
  aws: Aws;
  reader: Reader;
  registry: Registry;
  plan: FetchPlan;
  asked: string;
  before: FetchNotes | null;
  keptThrough: string | null;
  pages: PageBook;
  signal: AbortSignal;
  againAfterMs?: readonly number[];
}): Promise<{ notes: FetchNotes; records: CostRecord[]; failure: AwsFailure | null }> {
  const { aws, reader, plan, asked, before, pages } = given;
  const { records, currency } = await fetchCosts(given);
  const last = dayText(plan.days.last);
  const accounts = await orFailure(() => listAccounts(aws, reader));
  const anomalies = await orFailure(() => getAnomalies(aws, reader, dayText(plan.days.last - ANOMALY_DAYS), last));
  const paid = pages.paid + (anomalies.failure ? 0 : 1);
  const notes: FetchNotes = {
    currency: currency ?? before?.currency ?? 'USD',
    requests: paid,
    usd: moneyText(UNIT_PRICES['cost-explorer'] * BigInt(paid)),
    asked,
    accounts: mergeAccounts(before?.accounts ?? [], accounts.found ?? []),
    anomalies: mergeAnomalies(before?.anomalies ?? [], anomalies.found),
  };
  return { notes, records: [...records, ...(await sumMonths(plan, records))], failure: accounts.failure ?? anomalies.failure };
}

async function orFailure<T>(read: () => Promise<T>): Promise<{ found: T | null; failure: AwsFailure | null }> {
  try {
    return { found: await read(), failure: null };
  } catch (error) {
    if (error instanceof AwsFailure) return { found: null, failure: error };
    throw error;
  }
}

/** An account that was closed vanishes from the organization after 90 days; its costs stay, and so does its name. */
function mergeAccounts(before: readonly AccountFacts[], now: readonly AccountFacts[]): AccountFacts[] {
  return [...new Map([...before, ...now].map((account) => [account.id, account])).values()];
}

function mergeAnomalies(before: readonly AwsAnomaly[], now: readonly AwsAnomaly[] | null): readonly AwsAnomaly[] {
  return now ?? before;
}

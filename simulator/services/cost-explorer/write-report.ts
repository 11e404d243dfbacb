import type { GetCostAndUsageRequest, GetCostAndUsageResponse, Group, MetricValue, ResultByTime } from '@aws-sdk/client-cost-explorer';
import type { CallContext } from '../../wire/service.ts';
import type { BillPayer } from '../../world/costs/bill-payer.ts';
import { estimatedFrom } from '../../world/costs/billing-calendar.ts';
import type { CostsWorld } from '../../world/costs/costs-world.ts';
import { type Granularity, type Period, splitPeriod, toInterval } from './check-period.ts';
import { emptySums, type GroupSums, groupLines, type LineGroups, sumDays } from './line-groups.ts';
import { fingerprint, readPageToken, writePageToken } from './page-token.ts';
import type { Filter } from './read-filter.ts';
import type { GroupKey } from './read-groups.ts';
import type { Metric } from './read-metrics.ts';

/**
 * AWS does not tell how long its pages are. Ours hold that many groups, so that a page is about a megabyte; a stretch of
 * time that does not fit goes on, under the same TimePeriod, on the next page.
 */
const GROUPS_A_PAGE = 5000;
/** Bills of a payer's day that are summed up for a page: keeps a page of a very large organization under a second. */
const BILLS_A_PAGE = 200_000;

/** A request that is understood. */
export interface Report {
  request: GetCostAndUsageRequest;
  payers: readonly BillPayer[];
  period: Period;
  granularity: Granularity;
  filter: Filter;
  groupBy: readonly GroupKey[];
  metrics: readonly Metric[];
}

/** One page of costs by time and group. @throws AwsError */
export function writeReport(report: Report, { world, accountId, now }: CallContext): GetCostAndUsageResponse {
  const { request, groupBy, metrics } = report;
  const place = readPageToken(request, accountId, now);
  const parts = splitPeriod(report.period, report.granularity);
  const last = lastReport(report, world.costs, accountId);
  const { groups, sums } = last;
  const results: ResultByTime[] = [];
  let { part, item } = place;
  let room = GROUPS_A_PAGE;
  let bills = 0;
  for (; part < parts.length; part++) {
    const stretch = parts[part];
    if (!stretch) break;
    bills += groups.lines.length * (stretch.end - stretch.start);
    if (room <= 0 || (results.length > 0 && bills > BILLS_A_PAGE)) break;
    const summed = `${stretch.start} ${stretch.end} ${place.now}`;
    if (last.summed !== summed) sumDays(world.costs, groups, metrics, stretch, place.now, sums);
    last.summed = summed;
    const estimated = stretch.end > estimatedFrom(place.now);
    if (groupBy.length === 0) {
      results.push({ TimePeriod: toInterval(stretch), Total: amounts(sums, 0, metrics), Groups: [], Estimated: estimated });
      continue;
    }
    const listed: Group[] = [];
    for (; item < groups.keys.length && listed.length < room; item++) {
      if (sums.present[item]) listed.push({ Keys: [...(groups.keys[item] ?? [])], Metrics: amounts(sums, item, metrics) });
    }
    results.push({ TimePeriod: toInterval(stretch), Total: {}, Groups: listed, Estimated: estimated });
    room -= listed.length;
    if (sums.present.indexOf(1, item) >= 0) break;
    item = 0;
  }
  return {
    ...(part < parts.length ? { NextPageToken: writePageToken({ part, item, now: place.now }, request, accountId) } : {}),
    ...(request.GroupBy?.length ? { GroupDefinitions: request.GroupBy } : {}),
    ResultsByTime: results,
    DimensionValueAttributes: nameAccounts(request, results, world.accounts),
  };
}

interface LastReport {
  /** What was asked, but for the page. */
  asked: string;
  groups: LineGroups;
  sums: GroupSums;
  /** The stretch of time that `sums` holds, and when it was looked at; empty before the first. */
  summed: string;
}

const kept = new WeakMap<CostsWorld, LastReport>();

/** The groups and sums of the last report are kept: its next page comes next, and goes on in the same stretch of time. */
function lastReport({ request, payers, filter, groupBy, metrics }: Report, costs: CostsWorld, accountId: string): LastReport {
  const asked = fingerprint(request, accountId);
  const last = kept.get(costs);
  if (last?.asked === asked) return last;
  const groups = groupLines(payers, filter, groupBy);
  const report = { asked, groups, sums: emptySums(groups, metrics), summed: '' };
  kept.set(costs, report);
  return report;
}

function amounts({ sums }: GroupSums, group: number, metrics: readonly Metric[]): Record<string, MetricValue> {
  return Object.fromEntries(metrics.map(({ name, unit }, m) => [name, { Amount: sums.text(group * metrics.length + m), Unit: unit }]));
}

/** The names of the accounts on the page, when it is grouped by account. */
function nameAccounts(
  { GroupBy: groupBy }: GetCostAndUsageRequest,
  results: readonly ResultByTime[],
  accounts: CallContext['world']['accounts'],
) {
  const at = groupBy?.findIndex(({ Type: type, Key: key }) => type === 'DIMENSION' && key === 'LINKED_ACCOUNT') ?? -1;
  if (at < 0) return [];
  const ids = new Set(results.flatMap(({ Groups: groups }) => groups?.map(({ Keys: keys }) => keys?.[at] ?? '') ?? []));
  return [...ids].map((id) => ({ Value: id, Attributes: { description: accounts.get(id)?.name ?? id } }));
}

import type { Anomaly, GetAnomaliesRequest, GetAnomaliesResponse, TotalImpactFilter } from '@aws-sdk/client-cost-explorer';
import type { CallContext } from '../../wire/service.ts';
import { DAY_MS, dateText } from '../../world/costs/billing-calendar.ts';
import { identifier } from '../../world/identifier.ts';
import { monitorsOf } from './anomaly-monitor.ts';
import { readPeriod } from './check-period.ts';
import { constraint, invalid, oneOf } from './cost-explorer-errors.ts';
import { DIMENSIONS } from './dimensions.ts';
import { enter } from './enter.ts';
import { unknownMonitor } from './get-anomaly-monitors.ts';
import { emptySums, groupLines, sumDays } from './line-groups.ts';
import { readMetrics } from './read-metrics.ts';

const DAYS_KEPT = 90;
const OPERATORS = ['EQUAL', 'GREATER_THAN_OR_EQUAL', 'LESS_THAN_OR_EQUAL', 'GREATER_THAN', 'LESS_THAN', 'BETWEEN'] as const;

/** Anomalies of the last 90 days that a monitor saw in a stretch of days, both ends inclusive. @throws AwsError */
export function getAnomalies(request: GetAnomaliesRequest, context: CallContext): GetAnomaliesResponse {
  enter(context);
  const today = Math.floor(context.now / DAY_MS);
  const { StartDate: from = '', EndDate: to = dateText(today) } = request.DateInterval ?? {};
  const end = Date.parse(`${to.slice(0, 10)}T00:00:00Z`) / DAY_MS;
  const { start } = readPeriod({ Start: from, End: Number.isFinite(end) ? dateText(end + 1) : to });
  if (start < today - DAYS_KEPT) throw invalid(`Start date should not be more than ${DAYS_KEPT} days ago`);
  const size = request.MaxResults;
  if (size !== undefined && (!Number.isInteger(size) || size < 1 || size > 100)) {
    throw constraint(String(size), 'maxResults', 'Member must have value from 1 to 100');
  }
  if (request.Feedback !== undefined) oneOf(request.Feedback, 'feedback', ['YES', 'NO', 'PLANNED_ACTIVITY']);
  const monitor = monitorsOf(context)[0]?.MonitorArn;
  if (request.MonitorArn !== undefined && request.MonitorArn !== monitor) throw unknownMonitor();
  const anomaly = monitor === undefined ? null : describeAnomaly(monitor, context);
  const meant =
    anomaly !== null &&
    // Nobody has given feedback on anything.
    request.Feedback === undefined &&
    (anomaly.AnomalyEndDate ?? '') >= from.slice(0, 10) &&
    (anomaly.AnomalyStartDate ?? '') <= to.slice(0, 10) &&
    fits(anomaly.Impact?.TotalImpact ?? 0, request.TotalImpact);
  return { Anomalies: meant ? [anomaly] : [] };
}

/** The world's anomaly as the monitor sees it: all of its days but the last, which no longer stands out enough. */
function describeAnomaly(monitorArn: string, { world, now }: CallContext): Anomaly | null {
  const { costs, accounts } = world;
  const { anomaly, knownUntil } = costs.truth();
  if (!anomaly) return null;
  const seen = anomaly.days.slice(0, -1).filter(({ date }) => Date.parse(date) + DAY_MS <= Date.parse(knownUntil));
  const [first] = seen;
  const last = seen.at(-1);
  if (!first || !last) return null;
  const start = Date.parse(first.date) / DAY_MS;
  const groups = groupLines(costs.payers, (payer, kind) => payer.accountId === anomaly.accountId && kind.service === anomaly.service, []);
  const metrics = readMetrics(['UnblendedCost']);
  const sums = emptySums(groups, metrics);
  sumDays(costs, groups, metrics, { start, end: start + seen.length }, now, sums);
  const impact = cents(seen.reduce((usd, { excessUsd }) => usd + Number(excessUsd), 0));
  const actual = cents(sums.sums.about(0));
  const payer = costs.payers.find((entry) => entry.accountId === anomaly.accountId);
  const kind = payer?.kinds.find((entry) => entry.usageType === anomaly.usageType && entry.service === anomaly.service);
  return {
    AnomalyId: identifier(`anomaly ${anomaly.cell} ${first.date}`),
    AnomalyStartDate: `${first.date}T00:00:00Z`,
    AnomalyEndDate: `${last.date}T00:00:00Z`,
    DimensionValue: anomaly.service,
    RootCauses: [
      {
        Service: anomaly.service,
        Region: anomaly.region,
        LinkedAccount: anomaly.accountId,
        LinkedAccountName: accounts.get(anomaly.accountId)?.name,
        UsageType: payer && kind ? DIMENSIONS.USAGE_TYPE?.(payer, kind) : anomaly.usageType,
        Impact: { Contribution: impact },
      },
    ],
    AnomalyScore: { MaxScore: 0.92, CurrentScore: 0.41 },
    Impact: {
      MaxImpact: cents(Math.max(...seen.map(({ excessUsd }) => Number(excessUsd)))),
      TotalImpact: impact,
      TotalActualSpend: actual,
      TotalExpectedSpend: cents(actual - impact),
      TotalImpactPercentage: cents((impact / (actual - impact)) * 100),
    },
    MonitorArn: monitorArn,
  };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

function fits(usd: number, filter: TotalImpactFilter | undefined): boolean {
  if (!filter) return true;
  const { StartValue: value = 0, EndValue: most = value } = filter;
  switch (oneOf(filter.NumericOperator, 'totalImpact.numericOperator', OPERATORS)) {
    case 'EQUAL':
      return usd === value;
    case 'GREATER_THAN_OR_EQUAL':
      return usd >= value;
    case 'LESS_THAN_OR_EQUAL':
      return usd <= value;
    case 'GREATER_THAN':
      return usd > value;
    case 'LESS_THAN':
      return usd < value;
    case 'BETWEEN':
      return usd >= value && usd <= most;
  }
}

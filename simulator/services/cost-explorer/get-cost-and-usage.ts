import type { GetCostAndUsageRequest, GetCostAndUsageResponse } from '@aws-sdk/client-cost-explorer';
import type { CallContext } from '../../wire/service.ts';
import { readPast } from './check-period.ts';
import { oneOf } from './cost-explorer-errors.ts';
import { enter } from './enter.ts';
import { readFilter } from './read-filter.ts';
import { readGroups } from './read-groups.ts';
import { readMetrics } from './read-metrics.ts';
import { writeReport } from './write-report.ts';

/** Costs by day or month, and by up to two keys. @throws AwsError */
export function getCostAndUsage(request: GetCostAndUsageRequest, context: CallContext): GetCostAndUsageResponse {
  const payers = enter(context);
  const { costs } = context.world;
  const granularity = oneOf(request.Granularity, 'granularity', ['DAILY', 'MONTHLY', 'HOURLY']);
  const period = readPast(request.TimePeriod, granularity, context.now);
  return writeReport(
    {
      request,
      payers,
      period,
      // Hours have been refused with the period.
      granularity: granularity === 'MONTHLY' ? 'MONTHLY' : 'DAILY',
      filter: readFilter(request.Filter, costs),
      groupBy: readGroups(request.GroupBy, costs),
      metrics: readMetrics(request.Metrics),
    },
    context,
  );
}

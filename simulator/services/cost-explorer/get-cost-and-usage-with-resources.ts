import type { Expression, GetCostAndUsageWithResourcesRequest, GetCostAndUsageWithResourcesResponse } from '@aws-sdk/client-cost-explorer';
import type { CallContext } from '../../wire/service.ts';
import { EC2 } from '../../world/costs/cell-charges.ts';
import { checkResourcePeriod, readPast } from './check-period.ts';
import { invalid, oneOf } from './cost-explorer-errors.ts';
import { enter } from './enter.ts';
import { readFilter } from './read-filter.ts';
import { readGroups } from './read-groups.ts';
import { readMetrics } from './read-metrics.ts';
import { writeReport } from './write-report.ts';

/** Costs of instances, of the last 14 days, one by one. @throws AwsError */
export function getCostAndUsageWithResources(
  request: GetCostAndUsageWithResourcesRequest,
  context: CallContext,
): GetCostAndUsageWithResourcesResponse {
  const payers = enter(context);
  const { costs } = context.world;
  const granularity = oneOf(request.Granularity, 'granularity', ['DAILY', 'MONTHLY', 'HOURLY']);
  const period = readPast(request.TimePeriod, granularity, context.now);
  checkResourcePeriod(period, context.now);
  const grouped = request.GroupBy?.some(({ Key: key }) => key === 'RESOURCE_ID') ?? false;
  if (!grouped && !names(request.Filter, 'RESOURCE_ID')) throw invalid('You must group by or filter by RESOURCE_ID');
  if (!names(request.Filter, 'SERVICE', EC2)) throw invalid(`The filter must name the SERVICE "${EC2}"`);
  const { Metrics: metrics = ['UnblendedCost'] } = request;
  return writeReport(
    {
      request: { ...request, Metrics: metrics },
      payers,
      period,
      granularity: granularity === 'MONTHLY' ? 'MONTHLY' : 'DAILY',
      filter: readFilter(request.Filter, costs, true),
      groupBy: readGroups(request.GroupBy, costs, true),
      metrics: readMetrics(metrics),
    },
    context,
  );
}

/** Whether a filter asks for a dimension, and (where told) for that value of it. */
function names(expression: Expression | undefined, key: string, value?: string): boolean {
  if (expression === undefined) return false;
  const { Dimensions: dimensions, And: and = [], Or: or = [] } = expression;
  if (dimensions?.Key === key && (value === undefined || dimensions.Values?.includes(value))) return true;
  return [...and, ...or].some((operand) => names(operand, key, value));
}

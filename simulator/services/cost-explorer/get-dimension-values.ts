import type { GetDimensionValuesRequest, GetDimensionValuesResponse } from '@aws-sdk/client-cost-explorer';
import type { CallContext } from '../../wire/service.ts';
import { readPast } from './check-period.ts';
import { constraint } from './cost-explorer-errors.ts';
import { DIMENSIONS } from './dimensions.ts';
import { enter } from './enter.ts';
import { groupLines } from './line-groups.ts';
import { listValues } from './list-values.ts';
import { readFilter } from './read-filter.ts';

/** The values that a dimension has on the lines of a period. @throws AwsError */
export function getDimensionValues(request: GetDimensionValuesRequest, context: CallContext): GetDimensionValuesResponse {
  const payers = enter(context);
  const { costs, accounts } = context.world;
  const { start } = readPast(request.TimePeriod, 'DAILY', context.now);
  const dimension = request.Dimension ?? '';
  const read = Object.hasOwn(DIMENSIONS, dimension) ? DIMENSIONS[dimension] : undefined;
  if (!read) throw constraint(dimension, 'dimension', `Member must satisfy enum value set: [${Object.keys(DIMENSIONS).join(', ')}]`);
  const charged = payers.filter(({ until }) => until === null || until > start);
  const { keys } = groupLines(charged, readFilter(request.Filter, costs), [read]);
  const { values, sizes, next } = listValues(
    keys.map(([key = '']) => key),
    request,
    context,
  );
  return {
    DimensionValues: values.map((value) => ({
      Value: value,
      Attributes: (dimension === 'LINKED_ACCOUNT' ? { description: accounts.get(value)?.name ?? value } : {}) as Record<string, string>,
    })),
    ...sizes,
    ...next,
  };
}

import type { GetTagsRequest, GetTagsResponse } from '@aws-sdk/client-cost-explorer';
import type { CallContext } from '../../wire/service.ts';
import { readPast } from './check-period.ts';
import { enter } from './enter.ts';
import { groupLines } from './line-groups.ts';
import { listValues } from './list-values.ts';
import { readFilter } from './read-filter.ts';

/** The keys of cost allocation tags, or the values of one; an empty value stands for what is not tagged. @throws AwsError */
export function getTags(request: GetTagsRequest, context: CallContext): GetTagsResponse {
  const payers = enter(context);
  const { costs } = context.world;
  readPast(request.TimePeriod, 'DAILY', context.now);
  const { TagKey: tagKey } = request;
  const filter = readFilter(request.Filter, costs);
  const all =
    tagKey === undefined
      ? costs.truth().tagKeys
      : groupLines(payers, filter, [(payer, kind) => costs.tag(tagKey, payer, kind) ?? '']).keys.map(([key = '']) => key);
  const { values, sizes, next } = listValues(all, request, context);
  return { Tags: values, ...sizes, ...next };
}

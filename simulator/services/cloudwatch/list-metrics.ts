import type { DimensionFilter, ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';
import type { CallContext } from '../../wire/service.ts';
import type { MetricKey } from '../../world/types.ts';
import { readToken, writeToken } from '../page.ts';
import { checkSize, checkWord, invalidNextToken, validationError } from './cloudwatch-errors.ts';
import { linkedAccounts } from './linked-accounts.ts';

const PAGE = 500;
const RECENT_MS = 3 * 3_600_000;
const MINUTE = 60_000;

/** Metrics that reported in the last two weeks, 500 a page; of linked accounts too when a monitoring account asks for them. */
export function listMetrics(request: ListMetricsInput, { world, accountId, region, now }: CallContext): ListMetricsOutput {
  checkSize(request.Dimensions, 'Dimensions', 10);
  checkWord(request.RecentlyActive, 'recentlyActive', ['PT3H']);
  const linked = request.IncludeLinkedAccounts === true && accountId === world.organization.monitoringAccountId;
  if (request.OwningAccount !== undefined && request.IncludeLinkedAccounts !== true && request.OwningAccount !== accountId) {
    throw validationError('OwningAccount can only be used with IncludeLinkedAccounts.');
  }
  let owners = linked ? [accountId, ...linkedAccounts(world, region).keys()] : [accountId];
  if (request.OwningAccount !== undefined) owners = owners.filter((owner) => owner === request.OwningAccount);
  const start = request.NextToken === undefined ? 0 : readToken(request.NextToken, invalidNextToken);
  const found: { owner: string; key: MetricKey }[] = [];
  let place = 0;
  let next: string | undefined;
  search: for (const owner of owners) {
    for (const key of world.metrics.list(owner, region)) {
      if (place++ < start || !matches(request, key)) continue;
      if (request.RecentlyActive !== undefined && !isRecent(key, owner)) continue;
      if (found.length === PAGE) {
        next = writeToken(place - 1);
        break search;
      }
      found.push({ owner, key });
    }
  }

  function isRecent(key: MetricKey, owner: string): boolean {
    const end = Math.ceil(now / MINUTE) * MINUTE;
    const points = world.metrics.points(owner, region, key, 'SampleCount', 60, end - RECENT_MS, end);
    return points !== null && points.values.length > 0;
  }

  return {
    Metrics: found.map(({ key }) => ({
      Namespace: key.namespace,
      MetricName: key.name,
      Dimensions: key.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
    })),
    NextToken: next,
    OwningAccounts: request.IncludeLinkedAccounts === true ? found.map(({ owner }) => owner) : undefined,
  };
}

function matches(request: ListMetricsInput, key: MetricKey): boolean {
  if (request.Namespace !== undefined && request.Namespace !== key.namespace) return false;
  if (request.MetricName !== undefined && request.MetricName !== key.name) return false;
  return (request.Dimensions ?? []).every((filter: DimensionFilter) =>
    key.dimensions.some(({ name, value }) => name === filter.Name && (filter.Value === undefined || filter.Value === value)),
  );
}

import {
  type Expression,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandOutput,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { CostQuery } from '#lib/domain/cost/cost-queries.ts';
import { COST_EXPLORER_LIMITS, PAGE_TIMEOUT_MS } from './limits.ts';
import { type CostPage, toCostPage } from './to-cost-page.ts';

const METRICS = ['UnblendedCost', 'AmortizedCost', 'NetAmortizedCost'];
const PAGES_AT_MOST = 5_000;

/** Days or months, the last one included: `YYYY-MM-DD` of the first day and of the day after the last. */
export interface CostWindow {
  step: 'day' | 'month';
  start: string;
  end: string;
}

/**
 * Pages of costs, each paid for ($0.01). The caller may keep a page before the next is asked for.
 * @param begun the `next` of a page that was answered before, to go on there; null for the first page
 * @param send sends the request of one page, again if it likes: a failed one is free
 * @throws AwsFailure
 */
export async function* getCostAndUsage(
  aws: Aws,
  reader: Reader,
  query: CostQuery,
  window: CostWindow,
  begun: string | null = null,
  send: <T>(ask: () => Promise<T>) => Promise<T> = (ask) => ask(),
): AsyncGenerator<CostPage> {
  const filter = filterOf(query);
  let token = begun ?? undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer: GetCostAndUsageCommandOutput = await send(() =>
      aws.call(
        reader,
        { service: 'CostExplorer', operation: 'GetCostAndUsage', limits: COST_EXPLORER_LIMITS, timeoutMs: PAGE_TIMEOUT_MS },
        (client, options) =>
          client.send(
            new GetCostAndUsageCommand({
              TimePeriod: { Start: window.start, End: window.end },
              Granularity: window.step === 'day' ? 'DAILY' : 'MONTHLY',
              Metrics: METRICS,
              GroupBy: groupsOf(query),
              ...(filter && { Filter: filter }),
              ...(token === undefined ? {} : { NextPageToken: token }),
            }),
            options,
          ),
      ),
    );
    if (answer.ResultsByTime === undefined) throw incompleteAnswer(reader, 'CostExplorer', 'GetCostAndUsage', 'without results');
    yield toCostPage(answer, query, window.step);
    if (answer.NextPageToken === undefined) return;
    if (answer.NextPageToken === token) break;
    token = answer.NextPageToken;
  }
  // A part of the costs would look like all of them.
  throw incompleteAnswer(reader, 'CostExplorer', 'GetCostAndUsage', 'with pages that do not end');
}

function groupsOf({ by, tag }: CostQuery): GroupDefinition[] {
  const account: GroupDefinition = { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' };
  const service: GroupDefinition = { Type: 'DIMENSION', Key: 'SERVICE' };
  const values: GroupDefinition = { Type: 'TAG', Key: tag ?? '' };
  switch (by) {
    case 'account-service':
      return [account, service];
    case 'tag-service':
      return [values, service];
    case 'account-tag':
      return [account, values];
  }
}

function filterOf({ by, kind, accounts, tagged, untagged }: CostQuery): Expression | null {
  const parts: Expression[] = [];
  const inAccounts = (ids: readonly string[]): Expression => ({ Dimensions: { Key: 'LINKED_ACCOUNT', Values: [...ids] } });
  const records = (...types: string[]): Expression => ({ Dimensions: { Key: 'RECORD_TYPE', Values: types } });
  const without = (key: string): Expression => ({ Tags: { Key: key, MatchOptions: ['ABSENT'] } });
  if ('only' in accounts) parts.push(inAccounts(accounts.only));
  else if (accounts.except.length > 0) parts.push({ Not: inAccounts(accounts.except) });
  if (kind === 'credit') parts.push(records('Credit'));
  else if (kind === 'refund') parts.push(records('Refund'));
  else if (by !== 'account-tag') parts.push({ Not: records('Credit', 'Refund') });
  if (tagged !== null) parts.push({ Not: without(tagged) });
  for (const key of untagged) parts.push(without(key));
  return parts.length > 1 ? { And: parts } : (parts[0] ?? null);
}

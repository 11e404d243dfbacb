import type { GetCostAndUsageResponse, Group, MetricValue } from '@aws-sdk/client-cost-explorer';
import type { CostLine } from '#lib/domain/cost/cost-line.ts';
import type { CostQuery } from '#lib/domain/cost/cost-queries.ts';

/** What one page tells. */
export interface CostPage {
  /** Periods in their order; one that does not fit goes on under the same name on the next page. */
  periods: { period: string; estimated: boolean; lines: CostLine[] }[];
  /** ISO 4217; null where the page has no amount. */
  currency: string | null;
  /** What the next page is asked for with, good for 24 hours; null of the last. */
  next: string | null;
}

/** Lines of a page, as AWS tells them. A group without keys or amounts is left out: AWS names none. */
export function toCostPage(answer: GetCostAndUsageResponse, query: CostQuery, step: 'day' | 'month'): CostPage {
  let currency: string | null = null;
  const periods = (answer.ResultsByTime ?? []).flatMap((result) => {
    const start = result.TimePeriod?.Start;
    if (!start) return [];
    const period = start.slice(0, step === 'day' ? 10 : 7);
    const estimated = result.Estimated ?? false;
    const lines = (result.Groups ?? []).flatMap((group) => {
      const line = toCostLine(group, query, period, estimated);
      currency ??= line && (unitOf(group) ?? null);
      return line ?? [];
    });
    return [{ period, estimated, lines }];
  });
  return { periods, currency, next: answer.NextPageToken ?? null };
}

function toCostLine({ Keys: keys, Metrics: metrics }: Group, query: CostQuery, period: string, estimated: boolean): CostLine | null {
  const [first, second] = keys ?? [];
  const unblended = metrics?.UnblendedCost?.Amount;
  if (first === undefined || second === undefined || unblended === undefined) return null;
  const amortized = metrics?.AmortizedCost?.Amount ?? unblended;
  const amounts = { unblended, amortized, netAmortized: metrics?.NetAmortizedCost?.Amount ?? amortized };
  const tag = (key: string) => ({ key: query.tag ?? '', value: tagValue(key) });
  const rest = { period, kind: query.kind, ...amounts, estimated };
  switch (query.by) {
    case 'account-service':
      return { accountId: first, tag: null, service: second, ...rest };
    case 'account-tag':
      return { accountId: first, tag: tag(second), service: '', ...rest };
    case 'tag-service':
      return { accountId: 'only' in query.accounts ? (query.accounts.only[0] ?? '') : '', tag: tag(first), service: second, ...rest };
  }
}

/** Cost Explorer writes `Key$value`; nothing follows the sign where there is no tag. */
function tagValue(text: string): string {
  return text.slice(text.indexOf('$') + 1);
}

function unitOf({ Metrics: metrics }: Group): string | undefined {
  return Object.values((metrics ?? {}) as Record<string, MetricValue>).find(({ Unit: unit }) => unit)?.Unit;
}

import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { MetricKey, MetricPoints } from '../../world/types.ts';

interface Facts {
  accountId: string;
  accountLabel: string | undefined;
  region: string;
  points: MetricPoints;
}

/** The label of a result: the metric's name, or the one asked for with its dynamic parts filled in. */
export function writeLabel(query: MetricDataQuery, key: MetricKey, facts: Facts): string {
  if (query.Label === undefined || query.Label === '') return key.name;
  if (!query.Label.includes('${')) return query.Label;
  return query.Label.replace(/\$\{([^}]{1,200})\}/g, (whole, expression: string) => fill(expression, query, key, facts) ?? whole);
}

function fill(
  expression: string,
  query: MetricDataQuery,
  key: MetricKey,
  { accountId, accountLabel, region, points }: Facts,
): string | undefined {
  const { values } = points;
  const property = /^PROP\('([^']+)'\)$/.exec(expression)?.[1];
  if (property !== undefined) {
    if (property.startsWith('Dim.')) return key.dimensions.find((dimension) => dimension.name === property.slice(4))?.value ?? '';
    const known: Record<string, string> = {
      AccountId: accountId,
      AccountLabel: accountLabel ?? accountId,
      MetricName: key.name,
      Namespace: key.namespace,
      Period: String(query.MetricStat?.Period ?? ''),
      Region: region,
      Stat: query.MetricStat?.Stat ?? '',
    };
    return known[property];
  }
  if (expression === 'LABEL') return key.name;
  const number = (value: number | undefined) =>
    value === undefined || !Number.isFinite(value) ? '--' : String(Math.round(value * 1000) / 1000);
  if (expression === 'MAX') return number(values.reduce((a, b) => Math.max(a, b), -Infinity));
  if (expression === 'MIN') return number(values.reduce((a, b) => Math.min(a, b), Infinity));
  if (expression === 'SUM') return number(values.reduce((a, b) => a + b, 0));
  if (expression === 'AVG') return number(values.reduce((a, b) => a + b, 0) / values.length);
  return expression === 'LAST' ? number(values.at(-1)) : undefined;
}

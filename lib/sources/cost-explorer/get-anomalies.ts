import { type Anomaly, GetAnomaliesCommand, type GetAnomaliesCommandOutput } from '@aws-sdk/client-cost-explorer';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { AwsAnomaly } from '#lib/domain/cost/cost-facts.ts';
import { COST_EXPLORER_LIMITS } from './limits.ts';

const PAGES_AT_MOST = 20;
const PAGE_SIZE = 100;

/** What AWS's own detection found between two days (`YYYY-MM-DD`, both included); nothing where it is not set up. @throws AwsFailure */
export async function getAnomalies(aws: Aws, reader: Reader, first: string, last: string): Promise<AwsAnomaly[]> {
  const found: AwsAnomaly[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer: GetAnomaliesCommandOutput = await aws.call(
      reader,
      { service: 'CostExplorer', operation: 'GetAnomalies', limits: COST_EXPLORER_LIMITS },
      (client, options) =>
        client.send(
          new GetAnomaliesCommand({
            DateInterval: { StartDate: first, EndDate: last },
            MaxResults: PAGE_SIZE,
            ...(token === undefined ? {} : { NextPageToken: token }),
          }),
          options,
        ),
    );
    found.push(...(answer.Anomalies ?? []).flatMap((anomaly) => toAnomaly(anomaly) ?? []));
    if (answer.NextPageToken === undefined || answer.NextPageToken === token) return found;
    token = answer.NextPageToken;
  }
  return found;
}

function toAnomaly(anomaly: Anomaly): AwsAnomaly | null {
  const firstDay = anomaly.AnomalyStartDate?.slice(0, 10);
  if (!anomaly.AnomalyId || !firstDay) return null;
  const [cause] = anomaly.RootCauses ?? [];
  const expected = anomaly.Impact?.TotalExpectedSpend;
  return {
    id: anomaly.AnomalyId,
    firstDay,
    lastDay: anomaly.AnomalyEndDate?.slice(0, 10) ?? null,
    accountId: cause?.LinkedAccount ?? null,
    service: cause?.Service ?? anomaly.DimensionValue ?? null,
    impact: decimalText(anomaly.Impact?.TotalImpact ?? 0),
    expected: expected === undefined ? null : decimalText(expected),
  };
}

/** AWS gives these as floats. */
function decimalText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(10))) : '0';
}

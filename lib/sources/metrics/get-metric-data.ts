import { GetMetricDataCommand, type GetMetricDataCommandOutput, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { SignalDefinition } from '#lib/domain/registry/registry.ts';
import { ownTurn } from '#lib/turns.ts';
import { type MetricResult, readResults } from './read-results.ts';

/** AWS's limit of queries in one call. */
export const QUERIES_PER_CALL = 500;
/** AWS's limit of points in one call. */
export const POINTS_PER_CALL = 100_800;
/** Below AWS's 180,000 points a second and Region, so that others who read there are not starved. */
const POINTS_PER_SECOND = 120_000;
const PAGES_AT_MOST = 100;
/** Decoding so many points takes some 20 ms, in which nothing else goes on; 100,800 would take a quarter of a second. */
const POINTS_DECODED_AT_ONCE = 15_000;

/** One metric to read. */
export interface MetricWanted {
  /** Value for `{cell}` in dimensions. */
  cell: string;
  /** The account that holds the metric; null when it is the reader's own. */
  accountId: string | null;
  definition: SignalDefinition;
}

/** A stretch of time, epoch ms, aligned to the period; the end is exclusive. */
export interface MetricWindow {
  start: number;
  end: number;
  periodSeconds: number;
}

/**
 * Reads up to 500 metrics in one GetMetricData call; more calls where AWS pages, and for long windows: the price is per metric.
 * Results come in the order of `wanted`.
 * @throws AwsFailure when the call as a whole fails; a metric that fails alone is told in its result.
 */
export async function getMetricData(
  aws: Aws,
  reader: Reader,
  wanted: readonly MetricWanted[],
  window: MetricWindow,
): Promise<MetricResult[]> {
  const pointsEach = (window.end - window.start) / (window.periodSeconds * 1000);
  if (wanted.length > QUERIES_PER_CALL || wanted.length * pointsEach > POINTS_PER_CALL) {
    throw new RangeError(`${wanted.length} metrics of ${pointsEach} points do not fit one GetMetricData call`);
  }
  const together = Math.max(1, Math.floor(POINTS_DECODED_AT_ONCE / pointsEach));
  const results: MetricResult[] = [];
  for (let first = 0; first < wanted.length; first += together) {
    results.push(...(await readOnce(aws, reader, wanted.slice(first, first + together), window)));
  }
  return results;
}

async function readOnce(aws: Aws, reader: Reader, wanted: readonly MetricWanted[], window: MetricWindow): Promise<MetricResult[]> {
  const pointsEach = (window.end - window.start) / (window.periodSeconds * 1000);
  await ownTurn();
  const queries = wanted.map((metric, index) => query(metric, index, reader, window.periodSeconds));
  const pages: GetMetricDataCommandOutput[] = [];
  let token: string | undefined;
  do {
    const page: GetMetricDataCommandOutput = await aws.call(
      reader,
      {
        service: 'CloudWatch',
        operation: 'GetMetricData',
        limits: { concurrency: 3, perSecond: POINTS_PER_SECOND },
        // At least what 40 calls a second allow; AWS's limit is 50.
        weight: Math.max(POINTS_PER_SECOND / 40, wanted.length * pointsEach),
        metrics: wanted.length,
      },
      (client, options) =>
        client.send(
          new GetMetricDataCommand({
            MetricDataQueries: queries,
            StartTime: new Date(window.start),
            EndTime: new Date(window.end),
            ScanBy: 'TimestampAscending',
            ...(token === undefined ? {} : { NextToken: token }),
          }),
          options,
        ),
    );
    pages.push(page);
    if (page.NextToken !== undefined && page.NextToken === token) break;
    token = page.NextToken;
  } while (token !== undefined && pages.length < PAGES_AT_MOST);
  if (pages[0]?.MetricDataResults === undefined && wanted.length > 0) {
    throw new AwsFailure('invalid-response', 'CloudWatch GetMetricData answered without results: trying again at the next refresh.', {
      service: 'CloudWatch',
      operation: 'GetMetricData',
      accountId: reader.accountId,
      region: reader.region,
      role: reader.role?.name ?? null,
    });
  }
  return readResults(pages, wanted);
}

function query(wanted: MetricWanted, index: number, reader: Reader, periodSeconds: number): MetricDataQuery {
  const { definition } = wanted;
  return {
    Id: `m${index}`,
    // Naming the reader's own account is allowed only where it is a monitoring account: leave it out.
    ...(wanted.accountId === null || wanted.accountId === reader.accountId ? {} : { AccountId: wanted.accountId }),
    MetricStat: {
      Metric: {
        Namespace: definition.namespace,
        MetricName: definition.metric,
        Dimensions: Object.entries(definition.dimensions).map(([Name, value]) => ({
          Name,
          Value: value.replaceAll('{cell}', wanted.cell),
        })),
      },
      Period: periodSeconds,
      // The unit is not sent: AWS would then hide points published under another one.
      Stat: definition.statistic,
    },
    ReturnData: true,
  };
}

import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import type { PutDatum } from '../../world/types.ts';
import { checkSize, invalidCombination, invalidValue } from './cloudwatch-errors.ts';
import { metricKey } from './metric-key.ts';

const MAX_DATA = 1000;
const MAX_VALUES = 150;
const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;

/** Takes up to 1,000 data, each a value, a set of statistics or up to 150 values with counts. */
export function putMetricData(request: PutMetricDataInput, { world, accountId, region, now }: CallContext): void {
  const data = request.MetricData ?? [];
  if (data.length === 0) throw new AwsError('MissingParameter', 'The parameter MetricData is required.');
  checkSize(data, 'MetricData', MAX_DATA);
  const namespace = request.Namespace ?? '';
  if (namespace.startsWith('AWS/')) throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
  const put = data.map((datum, i) => read(namespace, datum, `MetricData.member.${i + 1}`, now));
  world.metrics.put(accountId, region, namespace, put);
}

function read(namespace: string, datum: MetricDatum, name: string, now: number): PutDatum {
  const key = metricKey(namespace, datum.MetricName, datum.Dimensions);
  const timestamp = datum.Timestamp?.getTime() ?? now;
  if (timestamp < now - OLDEST_MS || timestamp > now + NEWEST_MS) {
    throw invalidValue(
      `The parameter ${name}.Timestamp must specify a time within the past two weeks and no more than two hours into the future.`,
    );
  }
  const given = [datum.Value, datum.Values, datum.StatisticValues].filter((member) => member !== undefined).length;
  if (given !== 1) throw invalidCombination(`Exactly one of ${name}.Value, ${name}.Values and ${name}.StatisticValues is required.`);
  const { values, counts } = samples(datum, name);
  if (values.some((value) => !Number.isFinite(value) || Math.abs(value) > 2 ** 360))
    throw invalidValue(`The value for parameter ${name}.Value is invalid.`);
  return { name: key.name, dimensions: key.dimensions, timestamp, unit: datum.Unit ?? null, values, counts };
}

function samples(datum: MetricDatum, name: string): { values: number[]; counts: number[] } {
  if (datum.Value !== undefined) return { values: [datum.Value], counts: [1] };
  if (datum.Values !== undefined) {
    const counts = datum.Counts ?? datum.Values.map(() => 1);
    if (datum.Values.length === 0 || datum.Values.length > MAX_VALUES)
      throw invalidValue(`The parameter ${name}.Values must have 1 to ${MAX_VALUES} members.`);
    if (counts.length !== datum.Values.length)
      throw invalidValue(`The parameters ${name}.Values and ${name}.Counts must have the same number of members.`);
    return { values: datum.Values, counts };
  }
  const { SampleCount: count = 0, Sum: sum = 0, Minimum: min = 0, Maximum: max = 0 } = datum.StatisticValues ?? {};
  if (!(count >= 1) || min > max || sum < min * count - 1e-9 * Math.abs(sum) - 1e-9 || sum > max * count + 1e-9 * Math.abs(sum) + 1e-9) {
    throw invalidValue(`The parameter ${name}.StatisticValues is not consistent.`);
  }
  // As samples with the same count, sum, minimum and maximum.
  if (count < 3) return count === 1 ? { values: [sum], counts: [1] } : { values: [min, max], counts: [1, 1] };
  return { values: [min, (sum - min - max) / (count - 2), max], counts: [1, count - 2, 1] };
}

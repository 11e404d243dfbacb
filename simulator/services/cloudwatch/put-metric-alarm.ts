import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import type { AlarmWorld } from '../../world/types.ts';
import { checkAlarm } from './check-alarm.ts';
import { checkWord, invalidCombination, validationError } from './cloudwatch-errors.ts';
import { isStatistic, metricKey } from './metric-key.ts';

const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];
const OPERATORS = ['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold'];
type Metric = NonNullable<AlarmWorld['metric']>;

/** Creates or replaces an alarm on one metric, of the own or (by Metrics with one query) of a linked account. */
export function putMetricAlarm(request: PutMetricAlarmInput, { world, accountId, region }: CallContext): void {
  const common = checkAlarm(request, world.alarms.describe(accountId, region), 'metric');
  checkWord(request.TreatMissingData, 'treatMissingData', ['missing', 'breaching', 'notBreaching', 'ignore']);
  checkWord(request.ComparisonOperator, 'comparisonOperator', OPERATORS);
  const operator = required(request.ComparisonOperator, 'ComparisonOperator');
  const periods = required(request.EvaluationPeriods, 'EvaluationPeriods');
  const needed = request.DatapointsToAlarm;
  if (!Number.isInteger(periods) || periods < 1) throw validationError('The parameter EvaluationPeriods must be at least 1.');
  if (needed !== undefined && !(Number.isInteger(needed) && needed >= 1 && needed <= periods)) {
    throw validationError('The parameter DatapointsToAlarm must be from 1 to EvaluationPeriods.');
  }
  const watched = readWatched(request);
  if (periods * watched.periodSeconds > 86_400 * 7)
    throw validationError('Metrics cannot be checked across more than 7 days (EvaluationPeriods * Period must be <= 604800).');
  world.alarms.put(accountId, region, {
    ...common,
    kind: 'metric',
    composite: null,
    metric: {
      ...watched,
      evaluationPeriods: periods,
      datapointsToAlarm: needed ?? null,
      threshold: required(request.Threshold, 'Threshold'),
      comparisonOperator: operator,
      treatMissingData: (request.TreatMissingData ?? 'missing') as Metric['treatMissingData'],
    },
  });
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new AwsError('MissingParameter', `The parameter ${name} is required.`);
  return value;
}

function readWatched(
  request: PutMetricAlarmInput,
): Pick<Metric, 'key' | 'accountId' | 'statistic' | 'extendedStatistic' | 'periodSeconds' | 'unit'> {
  if (request.Metrics?.length) {
    const [query] = request.Metrics;
    const stat = query?.MetricStat;
    if (request.MetricName !== undefined) throw invalidCombination('The parameters MetricName and Metrics are mutually exclusive.');
    if (request.Metrics.length > 1 || !query || !stat)
      throw validationError('The simulator only knows alarms on one metric, not on metric math.');
    return {
      key: metricKey(stat.Metric?.Namespace, stat.Metric?.MetricName, stat.Metric?.Dimensions),
      accountId: query.AccountId ?? null,
      ...readStatistic(stat.Stat),
      periodSeconds: checkPeriod(stat.Period),
      unit: stat.Unit ?? null,
    };
  }
  if (request.Statistic !== undefined && request.ExtendedStatistic !== undefined) {
    throw invalidCombination('The parameters Statistic and ExtendedStatistic are mutually exclusive.');
  }
  checkWord(request.Statistic, 'statistic', STATISTICS);
  return {
    key: metricKey(request.Namespace, request.MetricName, request.Dimensions),
    accountId: null,
    ...readStatistic(request.Statistic ?? request.ExtendedStatistic),
    periodSeconds: checkPeriod(request.Period),
    unit: request.Unit ?? null,
  };
}

function readStatistic(text: string | undefined): Pick<Metric, 'statistic' | 'extendedStatistic'> {
  const statistic = required(text, 'Statistic');
  if (!isStatistic(statistic)) throw validationError(`The value '${statistic.slice(0, 80)}' for parameter ExtendedStatistic is invalid.`);
  return STATISTICS.includes(statistic) ? { statistic, extendedStatistic: null } : { statistic: null, extendedStatistic: statistic };
}

function checkPeriod(period: number | undefined): number {
  const value = required(period, 'Period');
  if (!Number.isInteger(value) || value < 60 || value % 60 !== 0)
    throw validationError('The parameter Period must be a multiple of 60; the simulator keeps no shorter periods.');
  return value;
}

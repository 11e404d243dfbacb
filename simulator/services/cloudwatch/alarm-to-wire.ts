import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmWorld } from '../../world/types.ts';

function common(alarm: AlarmWorld) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description ?? undefined,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configurationUpdatedAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: [...alarm.okActions],
    AlarmActions: [...alarm.alarmActions],
    InsufficientDataActions: [...alarm.insufficientDataActions],
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateReasonData: alarm.stateReasonData ?? undefined,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(alarm.stateTransitionedAt),
  };
}

/** A metric alarm as DescribeAlarms gives it. */
export function toMetricAlarm(alarm: AlarmWorld): MetricAlarm {
  const { metric } = alarm;
  const result: MetricAlarm = { ...common(alarm), Dimensions: [], EvaluationState: alarm.evaluationState ?? undefined };
  if (!metric) return result;
  const dimensions = metric.key.dimensions.map(({ name, value }) => ({ Name: name, Value: value }));
  Object.assign(result, {
    EvaluationPeriods: metric.evaluationPeriods,
    DatapointsToAlarm: metric.datapointsToAlarm ?? undefined,
    Threshold: metric.threshold,
    ComparisonOperator: metric.comparisonOperator,
    TreatMissingData: metric.treatMissingData,
  });
  const statistic = metric.statistic ?? metric.extendedStatistic ?? undefined;
  if (metric.accountId !== null) {
    // An alarm on another account's metric carries it as a query, not in members of its own.
    result.Metrics = [
      {
        Id: 'm1',
        AccountId: metric.accountId,
        ReturnData: true,
        MetricStat: {
          Metric: { Namespace: metric.key.namespace, MetricName: metric.key.name, Dimensions: dimensions },
          Period: metric.periodSeconds,
          Stat: statistic,
          Unit: (metric.unit ?? undefined) as never,
        },
      },
    ];
    return result;
  }
  return Object.assign(result, {
    MetricName: metric.key.name,
    Namespace: metric.key.namespace,
    Statistic: metric.statistic ?? undefined,
    ExtendedStatistic: metric.extendedStatistic ?? undefined,
    Dimensions: dimensions,
    Period: metric.periodSeconds,
    Unit: metric.unit ?? undefined,
  });
}

/** A composite alarm as DescribeAlarms gives it. */
export function toCompositeAlarm(alarm: AlarmWorld): CompositeAlarm {
  return {
    ...common(alarm),
    AlarmRule: alarm.composite?.rule,
    ActionsSuppressor: alarm.composite?.actionsSuppressor ?? undefined,
    ActionsSuppressedBy: alarm.composite?.actionsSuppressedBy ?? undefined,
  };
}

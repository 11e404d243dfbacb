import type { CompositeAlarm, DescribeAlarmsCommandOutput, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ALARM_STATES, type Alarm } from '#lib/domain/facts.ts';
import { ruleChildren } from './rule-children.ts';

/** DescribeAlarms' answer as our alarms. An alarm without a name is left out; an unknown state reads as INSUFFICIENT_DATA. */
export function toAlarms(answer: Pick<DescribeAlarmsCommandOutput, 'MetricAlarms' | 'CompositeAlarms'>): Alarm[] {
  return [
    ...(answer.MetricAlarms ?? []).filter((alarm) => alarm.AlarmName).map(metricAlarm),
    ...(answer.CompositeAlarms ?? []).filter((alarm) => alarm.AlarmName).map(compositeAlarm),
  ];
}

function metricAlarm(alarm: MetricAlarm): Alarm {
  return {
    ...common(alarm),
    kind: 'metric',
    evaluation: alarm.EvaluationState ?? null,
    muted: alarm.StateValue === 'ALARM' && alarm.ActionsEnabled === false,
    children: [],
    metric: watchedMetric(alarm),
    threshold: alarm.Threshold ?? null,
  };
}

function compositeAlarm(alarm: CompositeAlarm): Alarm {
  return {
    ...common(alarm),
    kind: 'composite',
    evaluation: null,
    muted: alarm.StateValue === 'ALARM' && (alarm.ActionsEnabled === false || alarm.ActionsSuppressedBy !== undefined),
    children: ruleChildren(alarm.AlarmRule ?? ''),
    metric: null,
    threshold: null,
  };
}

function common(
  alarm: MetricAlarm | CompositeAlarm,
): Pick<Alarm, 'name' | 'arn' | 'state' | 'since' | 'reason' | 'actions' | 'actionsDisabled'> {
  const state = ALARM_STATES.find((known) => known === alarm.StateValue) ?? 'INSUFFICIENT_DATA';
  return {
    name: alarm.AlarmName ?? '',
    arn: alarm.AlarmArn ?? '',
    state,
    // StateUpdatedTimestamp also moves with the evaluation state: it is no "since".
    since: alarm.StateTransitionedTimestamp?.getTime() ?? null,
    reason: alarm.StateReason ?? '',
    actions: alarm.AlarmActions ?? [],
    ...(alarm.ActionsEnabled === false && { actionsDisabled: true }),
  };
}

/** A simple alarm's metric, or the first metric that a metric-math alarm reads. */
function watchedMetric(alarm: MetricAlarm): Alarm['metric'] {
  if (alarm.MetricName && alarm.Namespace) {
    return { namespace: alarm.Namespace, name: alarm.MetricName, dimensions: byName(alarm.Dimensions), accountId: null };
  }
  const query = alarm.Metrics?.find((one) => one.MetricStat?.Metric !== undefined);
  const metric = query?.MetricStat?.Metric;
  if (!metric) return null;
  return {
    namespace: metric.Namespace ?? '',
    name: metric.MetricName ?? '',
    dimensions: byName(metric.Dimensions),
    accountId: query.AccountId ?? null,
  };
}

function byName(dimensions: MetricAlarm['Dimensions']): Record<string, string> {
  return Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
}

import type { AlarmWorld } from '../types.ts';
import type { ServiceEvent } from './events-world.ts';

/** What an alarm's state was before a change. */
export interface AlarmBefore {
  state: AlarmWorld['state'];
  reason: string;
  reasonData: string | null;
  /** Epoch ms. */
  updatedAt: number;
  suppressedBy: string | null;
}

const timestamp = (at: number) => new Date(at).toISOString().replace('Z', '+0000');

/** CloudWatch's event of a state change, or of a change of what suppresses an alarm's actions. */
export function alarmEvent(place: { accountId: string; region: string }, alarm: AlarmWorld, before: AlarmBefore, at: number): ServiceEvent {
  const state = (value: string, reason: string, data: string | null, updatedAt: number, suppressedBy: string | null) => ({
    ...(suppressedBy === null ? {} : { actionsSuppressedBy: suppressedBy, actionsSuppressedReason: 'Actions suppressed by alarm' }),
    reason,
    ...(data === null ? {} : { reasonData: data }),
    timestamp: timestamp(updatedAt),
    value,
  });
  return {
    detailType: 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    ...place,
    at,
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      configuration: configurationOf(alarm),
      previousState: state(before.state, before.reason, before.reasonData, before.updatedAt, before.suppressedBy),
      state: state(alarm.state, alarm.stateReason, alarm.stateReasonData, at, alarm.composite?.actionsSuppressedBy ?? null),
    },
  };
}

function configurationOf({ name, description, metric, composite }: AlarmWorld): object {
  const common = description === null ? {} : { description };
  if (composite) {
    return {
      ...common,
      alarmRule: composite.rule,
      ...(composite.actionsSuppressor === null ? {} : { actionsSuppressor: composite.actionsSuppressor }),
    };
  }
  if (!metric) return common;
  const { key, accountId, periodSeconds, statistic, extendedStatistic } = metric;
  const dimensions = Object.fromEntries(key.dimensions.map((one) => [one.name, one.value]));
  return {
    ...common,
    metrics: [
      {
        id: name.replaceAll(/\W/g, '_').toLowerCase(),
        ...(accountId === null ? {} : { accountId }),
        metricStat: {
          metric: { dimensions, name: key.name, namespace: key.namespace },
          period: periodSeconds,
          stat: statistic ?? extendedStatistic,
        },
        returnData: true,
      },
    ],
  };
}

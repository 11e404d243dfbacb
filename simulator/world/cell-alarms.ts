import type { CellModel } from './cell-model.ts';
import type { AlarmDefinition } from './types.ts';

/** The alarms that the organization installs with every cell. Thresholds are beyond anything a healthy cell does. */
export function cellAlarms(model: CellModel): AlarmDefinition[] {
  const { name, accountId, region } = model.cell;
  const pager = `arn:aws:sns:${region}:${accountId}:pager`;
  const metric = (
    alarmName: string,
    metricName: string,
    statistic: string,
    threshold: number,
    periods: readonly [number, number],
    actions: readonly string[],
    description: string,
  ): AlarmDefinition => ({
    name: alarmName,
    description,
    kind: 'metric',
    actionsEnabled: true,
    okActions: [],
    alarmActions: actions,
    insufficientDataActions: [],
    metric: {
      key: { namespace: 'Cell', name: metricName, dimensions: [{ name: 'Cell', value: name }] },
      accountId: null,
      statistic: /^p\d/.test(statistic) ? null : statistic,
      extendedStatistic: /^p\d/.test(statistic) ? statistic : null,
      periodSeconds: 60,
      evaluationPeriods: periods[1],
      datapointsToAlarm: periods[0],
      threshold,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: metricName === 'Errors' ? 'notBreaching' : 'missing',
      unit: null,
    },
    composite: null,
  });
  const errors = Math.max(20, Math.round(model.base * 60 * 0.03));
  return [
    metric(`${name}-errors-critical`, 'Errors', 'Sum', errors, [2, 2], [], 'Errors beyond 3 % of usual traffic.'),
    metric(`${name}-latency-high`, 'Latency', 'p99', 600, [3, 5], [pager], 'Latency (p99) over 600 ms.'),
    metric(`${name}-saturation-high`, 'Saturation', 'Maximum', 90, [3, 5], [pager], 'Saturation over 90 %.'),
    metric(
      `TargetTracking-service/${name}-AlarmHigh`,
      'Saturation',
      'Average',
      70,
      [3, 3],
      [`arn:aws:autoscaling:${region}:${accountId}:scalingPolicy:1:resource/ecs/service/${name}/router:policyName/saturation`],
      'DO NOT EDIT OR DELETE. For TargetTrackingScaling policy.',
    ),
    {
      name: `${name}-page`,
      description: 'Wakes the person on call.',
      kind: 'composite',
      actionsEnabled: true,
      okActions: [],
      alarmActions: [pager],
      insufficientDataActions: [],
      metric: null,
      composite: {
        rule: `ALARM("${name}-errors-critical") OR (ALARM("${name}-latency-high") AND ALARM("${name}-saturation-high"))`,
        actionsSuppressor: null,
        actionsSuppressedBy: null,
      },
    },
  ];
}
